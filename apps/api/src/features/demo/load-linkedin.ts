import { DEMO_WORKSPACE, historyOf } from '@openmops/domain/demo';
import { type Day, formatDay } from '@openmops/domain/shared';
import type { Instance } from '../../instance.ts';
import { newId } from '../../stores/records/new-id.ts';
import { seal } from '../../stores/records/seal.ts';
import { syncIntegration } from '../integrations/sync-integration.ts';
import { addSampleIntegration, SAMPLE_AUTHOR } from './demo.queries.ts';

/** Days before today on which the connection was read; then its schedule stopped, and nobody was told. */
const READ_DAYS_AGO = [7, 6, 5, 4] as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * LinkedIn as a connection of the demo company: read every morning until four days ago, by the client that
 * reads the generated data. A sample is in no schedule, so it stays silent until somebody asks it to read.
 */
export async function loadLinkedIn(
  instance: Instance,
  { workspaceId, today }: { workspaceId: string; today: Day },
): Promise<void> {
  const id = newId('in');
  const place = { workspaceId, kind: 'integration', id };
  const credentials = JSON.stringify({ kind: 'token', token: 'sample' });
  const firstRead = morningOf(today - READ_DAYS_AGO[0]);
  await instance.records.scoped(workspaceId).transaction((trx) =>
    addSampleIntegration(trx, {
      id,
      workspaceId,
      today: formatDay(today),
      startDay: formatDay(historyOf(today).from),
      sealed: seal(instance.secret, place, credentials),
      by: SAMPLE_AUTHOR,
      at: new Date(firstRead - DAY_MS),
    }),
  );
  for (const ago of READ_DAYS_AGO) {
    const clock = stoppedClock(morningOf(today - ago));
    await syncIntegration(
      { ...instance, now: clock.now },
      {
        workspace: { id: workspaceId, timeZone: DEMO_WORKSPACE.timeZone },
        integrationId: id,
        begunBy: 'schedule',
        clock,
        map: false,
      },
    );
  }
}

/** Between five and seven in the morning in New York. */
const morningOf = (day: Day): number => day * DAY_MS + 10 * HOUR_MS + 7 * 60_000;

/** Nothing waits in the past. */
function stoppedClock(at: number) {
  return { now: () => at, sleep: async () => {}, random: () => 0.5 };
}
