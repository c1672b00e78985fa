import type { StreamRecord } from '@openmops/domain/streams';
import type { Instance } from '../../instance.ts';
import type { PullStream } from './engine/client.ts';
import type { Days } from './engine/slices.ts';
import type { IntegrationRow } from './integration-rows.ts';
import {
  type KnownDay,
  knownDays,
  type StoredDay,
  saveDay,
  saveRestatement,
} from './restatements.queries.ts';
import { standingDays } from './standing-days.ts';
import { changeBetween, type DayChange, goneRecords } from './watch-days.ts';

type Read = {
  runId: string;
  integration: IntegrationRow;
  stream: PullStream;
  days: Days;
  /** The stream was never read to its end, so what is not known of a day was not there. */
  first: boolean;
  /** What was just read of these days, from their first page on; null: another run has read a part. */
  read: readonly StoredDay[] | null;
};

export type Compared = {
  /** Rows that are no longer there. */
  gone: StreamRecord[];
  /**
   * To be called when the rows are durable: a day that is kept too early would hide what was lost. Says
   * how many days say something else than before.
   */
  save(): Promise<number>;
};

/** Compares days that were just read with what was said of them before. */
export async function compareDays(instance: Instance, compared: Read): Promise<Compared> {
  const { integration, stream, days, first, read } = compared;
  const workspaceId = integration.workspace_id;
  const at = { workspaceId, integrationId: integration.id, stream: stream.name };
  const known = await knownDays(instance.records.scoped(workspaceId).db, at, days);
  const standing = () =>
    standingDays(instance, { workspaceId, source: integration.source, stream, days });
  // What is gone cannot be told from a part; the next reading finds it among what stands now.
  if (read === null)
    return {
      gone: [],
      save: async () => saveAll(instance, compared, { known, read: await standing() }),
    };
  // A process that died may have made rows durable and not written down that they are there.
  const written = first || read.every(({ day }) => known.has(day));
  const stood = written ? [] : await standing();
  const before = new Map([...stood.map((one) => [one.day, one] as const), ...known]);
  const now = instance.now();
  return {
    gone: read.flatMap((after) => {
      const old = before.get(after.day);
      return old ? goneRecords(stream, { before: old, after }, now) : [];
    }),
    save: () => saveAll(instance, compared, { known, read }),
  };
}

type Both = { known: ReadonlyMap<string, KnownDay>; read: readonly StoredDay[] };

/** When a day is over everywhere on earth, from its begin in UTC. */
const OVER_MS = 36 * 3_600_000;

/** Nothing was said of the day while it went on: what is said first restates nothing. */
function isUnsaid({ day, rows, read_at: at }: KnownDay): boolean {
  return Object.keys(rows).length === 0 && at.getTime() < Date.parse(day) + OVER_MS;
}

async function saveAll(instance: Instance, of: Read, { known, read }: Both): Promise<number> {
  const { runId: run, integration, stream } = of;
  const workspaceId = integration.workspace_id;
  const at = { workspaceId, integrationId: integration.id, stream: stream.name };
  const found = read.flatMap((after): { after: StoredDay; change: DayChange | null }[] => {
    const before = known.get(after.day);
    if (!before || isUnsaid(before)) return [{ after, change: null }];
    const change = changeBetween(before, after);
    return change ? [{ after, change }] : [];
  });
  const now = new Date(instance.now());
  await instance.records.scoped(workspaceId).transaction(
    async (trx) => {
      for (const { after, change } of found) {
        if (change) await saveRestatement(trx, at, { ...change, day: after.day, run, at: now });
        await saveDay(trx, at, { ...after, at: now });
      }
    },
    { quiet: true },
  );
  return found.filter(({ change }) => change !== null).length;
}
