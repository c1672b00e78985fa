import type { JobKind } from '../../jobs/job.ts';
import { remindDecisions } from '../decisions/remind-decisions.ts';
import { listWorkspaces } from '../workspace/find-workspaces.ts';
import { remindStrategies } from './remind-strategies.ts';

/** In the morning of the workspace. */
const CRON = '45 7 * * *';

/** Reminds, once a morning, of strategies to be reviewed, decisions to be made, and outcomes to be told. */
export const planningJob: JobKind = {
  name: 'planning.remind',
  async recurring(instance) {
    const { db } = instance.records.system;
    const [strategies, decisions] = await Promise.all([
      db.selectFrom('strategies').select('workspace_id').distinct().execute(),
      db.selectFrom('decisions').select('workspace_id').distinct().execute(),
    ]);
    const some = new Set([...strategies, ...decisions].map((row) => row.workspace_id));
    return (await listWorkspaces(db))
      .filter(({ id }) => some.has(id))
      .map(({ id, timeZone }) => ({ key: id, cron: CRON, timeZone, data: { workspaceId: id } }));
  },
  async work(instance, { workspaceId = '' }) {
    const now = instance.now();
    const all = await listWorkspaces(instance.records.system.db);
    const workspace = all.find(({ id }) => id === workspaceId);
    if (!workspace) return;
    await instance.records.scoped(workspaceId).transaction(async (trx) => {
      await remindStrategies(trx, workspace, now);
      await remindDecisions(trx, workspace, now);
    });
  },
};
