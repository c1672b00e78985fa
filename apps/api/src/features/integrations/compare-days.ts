import type { StreamRecord } from '@openmops/domain/streams';
import type { Instance } from '../../instance.ts';
import type { PullStream } from './engine/client.ts';
import type { Days } from './engine/slices.ts';
import type { IntegrationRow } from './integrations.queries.ts';
import { knownDays, type StoredDay, saveDay, saveRestatement } from './restatements.queries.ts';
import { changeBetween, type DayChange, goneRecords } from './watch-days.ts';

type Read = {
  runId: string;
  integration: IntegrationRow;
  stream: PullStream;
  days: Days;
  /** What was just read of these days. */
  read: readonly StoredDay[];
};

export type Compared = {
  /** How many days say something else than before. */
  restated: number;
  /** Rows that are no longer there. */
  gone: StreamRecord[];
  /** To be called when the rows are durable: a day that is kept too early would hide what was lost. */
  save(): Promise<void>;
};

type Found = { after: StoredDay; before: StoredDay | null; change: DayChange | null };

/** Compares days that were just read with what was said of them before. */
export async function compareDays(instance: Instance, compared: Read): Promise<Compared> {
  const { runId: run, integration, stream, days, read } = compared;
  const workspaceId = integration.workspace_id;
  const at = { workspaceId, integrationId: integration.id, stream: stream.name };
  const records = instance.records.scoped(workspaceId);
  const known = await knownDays(records.db, at, days);
  const found = read.flatMap((after): Found[] => {
    const before = known.get(after.day);
    if (!before) return [{ after, before: null, change: null }];
    const change = changeBetween(before, after);
    return change ? [{ after, before, change }] : [];
  });
  const now = instance.now();
  return {
    restated: found.filter(({ change }) => change !== null).length,
    gone: found.flatMap(({ before, after }) =>
      before ? goneRecords(stream, { before, after }, now) : [],
    ),
    save: () =>
      records.transaction(
        async (trx) => {
          for (const { after, change } of found) {
            const day = { ...after, at: new Date(now) };
            if (change)
              await saveRestatement(trx, at, { ...change, day: after.day, run, at: day.at });
            await saveDay(trx, at, day);
          }
        },
        { quiet: true },
      ),
  };
}
