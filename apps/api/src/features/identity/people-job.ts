import type { JobKind } from '../../jobs/job.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';
import { refreshPeople } from './refresh-people.ts';

/** Cheap where nothing has changed; once a day cohorts come of age. */
const EVERY_TEN_MINUTES = '*/10 * * * *';

/** Resolves people and stages where that was put off, or a day has passed. */
export const peopleJob: JobKind = {
  name: 'people.refresh',
  async recurring({ records }) {
    const found = await records.system.db
      .selectFrom('people_state')
      .select('workspace_id')
      .orderBy('workspace_id')
      .execute();
    return found.map(({ workspace_id: id }) => ({
      key: id,
      cron: EVERY_TEN_MINUTES,
      timeZone: 'UTC',
      data: { workspaceId: id },
    }));
  },
  async work(instance, { workspaceId = '' }) {
    const row = await instance.records.system.db
      .selectFrom('workspaces')
      .selectAll()
      .where('id', '=', workspaceId)
      .executeTakeFirst();
    // Removed meanwhile.
    if (row) await refreshPeople({ instance, workspace: toWorkspace(row) }, { eager: false });
  },
};
