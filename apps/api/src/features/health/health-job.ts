import type { JobKind } from '../../jobs/job.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';
import { watchWorkspace } from './watch-workspace.ts';

/** Often enough that nobody asks first, and cheap where nothing has changed. */
const EVERY_FIVE_MINUTES = '*/5 * * * *';

/** Looks at every workspace that has something to watch. */
export const healthJob: JobKind = {
  name: 'health.watch',
  async recurring({ records }) {
    const { db } = records.system;
    const found = await db
      .selectFrom('workspaces')
      .select('id')
      .where(({ exists, selectFrom, or }) =>
        or([
          exists(
            selectFrom('streams')
              .select('streams.id')
              .whereRef('streams.workspace_id', '=', 'workspaces.id'),
          ),
          exists(
            selectFrom('batches')
              .select('batches.id')
              .whereRef('batches.workspace_id', '=', 'workspaces.id'),
          ),
          exists(
            selectFrom('integrations')
              .select('integrations.id')
              .whereRef('integrations.workspace_id', '=', 'workspaces.id'),
          ),
        ]),
      )
      .orderBy('id')
      .execute();
    return found.map(({ id }) => ({
      key: id,
      cron: EVERY_FIVE_MINUTES,
      timeZone: 'UTC',
      data: { workspaceId: id },
    }));
  },
  async work(instance, { workspaceId = '' }, stop) {
    const row = await instance.records.system.db
      .selectFrom('workspaces')
      .selectAll()
      .where('id', '=', workspaceId)
      .executeTakeFirst();
    // Removed meanwhile.
    if (row) await watchWorkspace(instance, toWorkspace(row), stop);
  },
};
