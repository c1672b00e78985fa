import type { Day } from '../shared/index.ts';

/** `open`: its day is over and nobody said anything; `due`: today; `ahead`: later. */
export type OccurrenceState = 'done' | 'skipped' | 'open' | 'due' | 'ahead';

export type CheckIn = { day: Day; state: 'done' | 'skipped' };

export type ActivityRecord = {
  /** Every expected day, in order; those that were skipped stay. */
  occurrences: { day: Day; state: OccurrenceState }[];
  /** Days up to and with `today`. */
  expected: number;
  done: number;
  skipped: number;
  open: number;
  /** Done of all that was expected until today, 0–1; null before the first. */
  completion: number | null;
};

/**
 * What came of the days on which something was expected. What is done ahead of its day counts from that day on;
 * check-ins of days on which nothing is expected do not count.
 * @example
 * const record = activityRecord([1, 8, 15], [{ day: 1, state: 'done' }, { day: 8, state: 'skipped' }], 9);
 * record // { expected: 2, done: 1, skipped: 1, open: 0, completion: 0.5, occurrences: [{ day: 1, state: 'done' }, { day: 8, state: 'skipped' }, { day: 15, state: 'ahead' }] }
 */
export function activityRecord(
  days: readonly Day[],
  checkIns: readonly CheckIn[],
  today: Day,
): ActivityRecord {
  const said = new Map(checkIns.map(({ day, state }) => [day, state]));
  const occurrences = days.map((day) => ({ day, state: said.get(day) ?? silent(day, today) }));
  const past = occurrences.filter(({ day }) => day <= today);
  const count = (state: OccurrenceState) => past.filter((one) => one.state === state).length;
  const done = count('done');
  return {
    occurrences,
    expected: past.length,
    done,
    skipped: count('skipped'),
    open: count('open') + count('due'),
    completion: past.length === 0 ? null : done / past.length,
  };
}

const silent = (day: Day, today: Day): OccurrenceState =>
  day < today ? 'open' : day === today ? 'due' : 'ahead';
