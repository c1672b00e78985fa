import { MopsError } from '@openmops/domain/shared';
import type { Instance } from '../../instance.ts';
import { isLive, liveRuns } from '../../live-runs.ts';
import { newId } from '../../stores/records/new-id.ts';
import type { IntegrationRow } from './integration-rows.ts';
import { changeRun, findIntegrationRow, runningRun } from './integrations.queries.ts';

/** A process that says nothing for so long is dead. */
const DEAD_AFTER_MS = 120_000;
export const BEAT_MS = 15_000;
export const DIED = 'The process ended before the run did.';

export type Begun = {
  runId: string;
  integration: IntegrationRow;
  /** What a run that died before had not finished is gone on with. */
  days: { from: string; to: string };
};

/**
 * Begins a run, one at a time for an integration.
 * @throws MopsError CONFLICT that says since when another one runs.
 */
export async function beginRun(
  instance: Instance,
  asked: {
    workspaceId: string;
    integrationId: string;
    begunBy: 'schedule' | 'hand';
    daysOf: (integration: IntegrationRow) => { from: string; to: string };
  },
): Promise<Begun> {
  const { workspaceId, integrationId, begunBy } = asked;
  const at = new Date(instance.now());
  return instance.records.scoped(workspaceId).transaction(
    async (trx) => {
      const integration = await findIntegrationRow(trx, workspaceId, integrationId);
      if (!integration) throw noIntegration();
      const other = await runningRun(trx, integrationId);
      if (other && isLive(instance, { id: other.id, beatAt: other.beat_at }, DEAD_AFTER_MS)) {
        throw new MopsError(
          'CONFLICT',
          `${integration.name} is being synced since ${other.started_at.toISOString()} (run ${other.id}).`,
          'Wait until that run has ended: openmops integration runs.',
        );
      }
      if (other) await changeRun(trx, other.id, { state: 'stopped', ended_at: at, error: DIED });
      const days = asked.daysOf(integration);
      const runId = newId('ir');
      await trx
        .insertInto('integration_runs')
        .values({
          id: runId,
          workspace_id: workspaceId,
          integration_id: integrationId,
          begun_by: begunBy,
          state: 'running',
          started_at: at,
          beat_at: at,
          ended_at: null,
          day_from: days.from,
          day_to: days.to,
          stream_run: null,
          streams: '{}',
          reason: null,
          error: null,
          hint: null,
        })
        .execute();
      liveRuns(instance).add(runId);
      return { runId, integration, days };
    },
    { quiet: true },
  );
}

export function noIntegration(): MopsError {
  return new MopsError(
    'NOT_FOUND',
    'There is no such integration here.',
    'openmops integration list shows the ids.',
  );
}
