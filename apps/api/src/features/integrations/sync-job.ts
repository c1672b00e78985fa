import { MopsError } from '@openmops/domain/shared';
import type { JobKind } from '../../jobs/job.ts';
import { scheduledIntegrations } from './integrations.queries.ts';
import { syncIntegration } from './sync-integration.ts';

/** Every integration by its own schedule, in the time zone of its workspace. */
export const syncJob: JobKind = {
  name: 'integrations.sync',
  async recurring({ records }) {
    const all = await scheduledIntegrations(records.system.db);
    return all.map(({ id, workspaceId, schedule, timeZone }) => ({
      key: id,
      cron: schedule,
      timeZone,
      data: { integrationId: id, workspaceId, timeZone },
    }));
  },
  async work(instance, { integrationId = '', workspaceId = '', timeZone = 'UTC' }, stop) {
    try {
      const workspace = { id: workspaceId, timeZone };
      const run = await syncIntegration(instance, {
        workspace,
        integrationId,
        begunBy: 'schedule',
        stop,
      });
      // The next process takes it up where it stands.
      if (run.state === 'stopped') throw new Error('The server stopped.');
    } catch (error) {
      // Removed meanwhile, or synced by hand just now.
      if (error instanceof MopsError && ['NOT_FOUND', 'CONFLICT'].includes(error.code)) return;
      if (!stop.aborted) instance.log.error({ err: error, integrationId }, 'a sync failed');
      throw error;
    }
  },
};
