import { bucketsOf } from '../calendar/buckets-of.ts';
import { type Calendar, type DayRange, hasWeekYears } from '../calendar/calendar.ts';
import { previousRange } from '../calendar/previous-range.ts';
import { unitLabel } from '../calendar/units.ts';
import type { Day } from '../shared/day.ts';
import type { Bucket, KpiQuery } from './schema.ts';

/** How far a range has come: the current day, and the last day with rows. */
export type Progress = { today: Day; dataUntil: Day };

/**
 * The buckets with which a range is compared, by index. Days and weeks meet those as many days into
 * the other range; months and longer meet in order, except where weekdays are aligned or a year of
 * whole weeks is compared. A range that is not over yet meets only the same elapsed part: with rows
 * up to the 27th, the whole of December asked meets 1–27 November.
 */
export function bucketsBefore(input: {
  query: Pick<KpiQuery, 'grain' | 'compare'> & Partial<Pick<KpiQuery, 'align'>>;
  range: DayRange;
  buckets: Bucket[];
  calendar: Calendar;
  progress: Progress | null;
}): Bucket[] {
  const { query, range, buckets, calendar } = input;
  const until = lastKnown(range, input.progress);
  const before = previousRange(
    { ...range, until, align: query.align ?? 'date' },
    query.compare ?? 'previous',
    calendar,
  );
  const { grain } = query;
  const shift = range.from - before.from;
  // Years of weeks meet the weeks 52 weeks before, which need not be the periods of that year.
  const byWeeks = query.align === 'weekday' || (hasWeekYears(calendar) && shift === 364);
  const byDays = grain === 'day' || grain === 'week' || byWeeks;
  if (!byDays || grain === null)
    return bucketsOf({ ...before, grain, calendar }).slice(0, buckets.length);
  return buckets
    .filter((bucket) => bucket.from - shift <= before.to)
    .map(({ from, to }) => ({
      label: unitLabel(from - shift, grain, calendar),
      from: from - shift,
      to: Math.min(to - shift, before.to),
    }));
}

// Past ranges are whole, however sparse their rows are.
function lastKnown({ from, to }: DayRange, progress: Progress | null): Day {
  if (!progress || to < progress.today) return to;
  const until = Math.min(to, progress.today, progress.dataUntil);
  return until < from ? to : until;
}
