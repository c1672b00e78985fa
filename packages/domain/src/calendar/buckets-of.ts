import { type Day, formatDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import type { Calendar } from './calendar.ts';
import { type CalendarUnit, unitLabel, unitOf } from './units.ts';

/** A labelled run of days. */
export type CalendarBucket = { label: string; from: Day; to: Day };

/** More points than this no chart can show and no answer should carry. */
const MOST_BUCKETS = 5000;

/**
 * Cuts a range (days, both inclusive) into buckets: disjoint, ascending, together exactly the range.
 * The first and last are clipped to the range but keep the label of their whole unit. Without a
 * grain: one bucket labelled `from..to`.
 * @example
 * const range = { from: parseDay('2026-01-15'), to: parseDay('2026-02-10') };
 * bucketsOf({ ...range, grain: 'month', calendar: GREGORIAN }).map((b) => b.label) // ['2026-01', '2026-02']
 */
export function bucketsOf(input: {
  from: Day;
  to: Day;
  grain: CalendarUnit | null;
  calendar: Calendar;
}): CalendarBucket[] {
  const { from, to, grain, calendar } = input;
  if (from > to) {
    const range = `${formatDay(from)} to ${formatDay(to)}`;
    throw new MopsError('INVALID', `The range ${range} ends before it starts.`, 'Swap the dates.');
  }
  if (grain === null) return [{ label: `${formatDay(from)}..${formatDay(to)}`, from, to }];
  const buckets: CalendarBucket[] = [];
  for (let day = from; day <= to; ) {
    const end = Math.min(unitOf(day, grain, calendar).to, to);
    buckets.push({ label: unitLabel(day, grain, calendar), from: day, to: end });
    day = end + 1;
    if (buckets.length > MOST_BUCKETS) {
      const message = `The range has more than ${MOST_BUCKETS} ${grain}s.`;
      throw new MopsError('LIMIT', message, 'Ask for a shorter range or a coarser grain.');
    }
  }
  return buckets;
}
