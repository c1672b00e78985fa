import { mustBe } from '../statistics/check.ts';

/** Work that began and ended (milliseconds since 1970 UTC); null: still going on. */
export type WorkItem = { startedAt: number; endedAt: number | null };

export type Flow = {
  arrived: number;
  completed: number;
  /** Items in progress, averaged over the time of the period. */
  averageInProgress: number;
  /** Items that were in progress at any time of the period, per day. */
  perDay: number;
  /** Time that each of them was in progress inside the period, on average; null of none. */
  averageDays: number | null;
  method: 'littles-law';
  version: 1;
};

const DAY = 86_400_000;

/**
 * Work in progress, throughput and cycle time of a period. They keep Little's law exactly (Little 2011,
 * Operations Research 59): `averageInProgress` = `perDay` × `averageDays`. Over a period that begins and
 * ends empty, `perDay` is the throughput and `averageDays` the cycle time. The end of the period is not
 * included. Refuses an empty period and work that ends before it begins.
 * @example measureFlow({ items: [{ startedAt: 0, endedAt: 86_400_000 }], from: 0, to: 172_800_000 }).averageInProgress // 0.5
 */
export function measureFlow(input: { items: readonly WorkItem[]; from: number; to: number }): Flow {
  const { items, from, to } = input;
  mustBe(
    Number.isFinite(from) && Number.isFinite(to) && from < to,
    'The period has no length.',
    'Give two instants, from before to.',
  );
  const days = (to - from) / DAY;
  let time = 0;
  let seen = 0;
  let arrived = 0;
  let completed = 0;
  for (const [i, { startedAt, endedAt }] of items.entries()) {
    mustBe(
      Number.isFinite(startedAt) && (endedAt === null || endedAt >= startedAt),
      `Item ${i + 1} ends before it begins, or at an unknown time.`,
      'Give milliseconds since 1970, or null for work that goes on.',
    );
    if (startedAt >= from && startedAt < to) arrived += 1;
    if (endedAt !== null && endedAt >= from && endedAt < to) completed += 1;
    if (startedAt >= to || (endedAt !== null && endedAt <= from && startedAt < from)) continue;
    seen += 1;
    time += Math.min(endedAt ?? to, to) - Math.max(startedAt, from);
  }
  return {
    arrived,
    completed,
    averageInProgress: time / (to - from),
    perDay: seen / days,
    averageDays: seen > 0 ? time / DAY / seen : null,
    method: 'littles-law',
    version: 1,
  };
}
