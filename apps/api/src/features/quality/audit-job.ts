import type { JobKind } from '../../jobs/job.ts';
import { listWorkspaces } from '../workspace/find-workspaces.ts';
import { auditOnSchedule } from './run-audit.ts';

/** Early in the morning of the workspace, after the night's syncs. */
const CRON = '30 5 * * *';

/** Every workspace that has got data, once a day. */
export const auditJob: JobKind = {
  name: 'quality.audit',
  async recurring(instance) {
    const { db } = instance.records.system;
    const streamed = await db.selectFrom('streams').select('workspace_id').distinct().execute();
    const filed = await db.selectFrom('batches').select('workspace_id').distinct().execute();
    const filled = new Set([...streamed, ...filed].map((row) => row.workspace_id));
    const all = await listWorkspaces(db);
    return all
      .filter(({ id }) => filled.has(id))
      .map(({ id, timeZone }) => ({ key: id, cron: CRON, timeZone, data: { workspaceId: id } }));
  },
  async work(instance, { workspaceId = '' }) {
    const all = await listWorkspaces(instance.records.system.db);
    const workspace = all.find(({ id }) => id === workspaceId);
    // Removed meanwhile.
    if (workspace) await auditOnSchedule(instance, workspace);
  },
};
