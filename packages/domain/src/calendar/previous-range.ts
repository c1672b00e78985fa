import type { Day } from '../shared/day.ts';
import {
  type Calendar,
  type DayRange,
  type GregorianCalendar,
  hasWeekYears,
  type WeekCalendar,
} from './calendar.ts';
import { addMonths, firstDay, lastDay, monthOf } from './month.ts';
import { unitOf } from './units.ts';

/**
 * The range to compare with (days, both inclusive).
 *
 * `year`: the same dates a year before; in a calendar of whole weeks the same weeks (see
 * `compare53`). `previous`: as many days just before; but a whole or begun month, quarter, year or
 * week meets the same elapsed part of the one before: 1–27 December meets 1–27 November, a whole
 * month meets a whole month. Where a month is shorter its last day stands in. `until`: the range is
 * known up to that day only, and so much of it is compared: a quarter known up to 20 October meets
 * 1–20 July.
 *
 * With `align: 'weekday'` Mondays meet Mondays: the range moves by the nearest number of whole weeks,
 * 364 days for a year, and for the previous one never onto itself.
 * @example
 * const december = { from: parseDay('2025-12-01'), to: parseDay('2025-12-27') };
 * const november = { from: parseDay('2025-11-01'), to: parseDay('2025-11-27') };
 * previousRange(december, 'previous', GREGORIAN) // november
 */
export function previousRange(
  range: DayRange & { until?: Day; align?: 'date' | 'weekday' },
  mode: 'previous' | 'year',
  calendar: Calendar,
): DayRange {
  const { from, to, until = to, align } = range;
  const part = { from, to: until };
  const sameDates = () => partBefore(range, { part, mode, calendar });
  if (align !== 'weekday') return sameDates();
  if (mode === 'year') return shiftDays(part, 364);
  const weeks = Math.round((from - sameDates().from) / 7);
  return shiftDays(part, 7 * Math.max(weeks, Math.ceil((until - from + 1) / 7)));
}

// The whole says what it is (a month, a week), and the part is moved as the whole would be.
function partBefore(
  whole: DayRange,
  { part, mode, calendar }: { part: DayRange; mode: 'previous' | 'year'; calendar: Calendar },
): DayRange {
  const { from, to } = whole;
  const weekYears = hasWeekYears(calendar);
  if (mode === 'year') return weekYears ? yearOfWeeksBefore(part, calendar) : shiftMonths(part, 12);
  const period = weekYears ? periodBefore(whole, part, calendar) : null;
  if (period) return period;
  const months = weekYears ? 0 : monthsToShift(whole, calendar);
  if (months > 0) return shiftMonths(part, months);
  const week = unitOf(from, 'week', calendar);
  const isWeek = from === week.from && to > from && to <= week.to;
  return shiftDays(part, isWeek ? 7 : part.to - from + 1);
}

// Week w of the year before; where that year has no week 53, its last week.
function yearOfWeeksBefore(range: DayRange, calendar: WeekCalendar): DayRange {
  if (calendar.compare53 !== 'sameWeek') return shiftDays(range, 364);
  const yearBefore = (day: Day) => {
    const { from } = unitOf(day, 'year', calendar);
    const before = unitOf(from - 1, 'year', calendar);
    const into = day - from;
    return before.from + Math.min(into, before.to - before.from - 6 + (into % 7));
  };
  return { from: yearBefore(range.from), to: yearBefore(range.to) };
}

// A whole or begun period, quarter or year of weeks, and what it meets.
function periodBefore(
  { from, to }: DayRange,
  part: DayRange,
  calendar: WeekCalendar,
): DayRange | null {
  if (to === from) return null;
  for (const unit of ['month', 'quarter', 'year'] as const) {
    const whole = unitOf(from, unit, calendar);
    if (from !== whole.from || to > whole.to) continue;
    if (unit === 'year') return yearOfWeeksBefore(part, calendar);
    const before = unitOf(from - 1, unit, calendar);
    const elapsed = part.to - from;
    const end = part.to === whole.to ? before.to : Math.min(before.from + elapsed, before.to);
    return { from: before.from, to: end };
  }
  return null;
}

const shiftDays = ({ from, to }: DayRange, days: number) => ({ from: from - days, to: to - days });

// A single day is compared with the day before, also on the first of a month.
function monthsToShift({ from, to }: DayRange, calendar: GregorianCalendar): number {
  const start = monthOf(from);
  if (start.dayOfMonth !== 1 || to === from) return 0;
  if (to <= lastDay(start.month)) return 1;
  for (const firstMonth of [calendar.firstMonth, 1]) {
    const fiscal = { ...calendar, firstMonth };
    const quarter = unitOf(from, 'quarter', fiscal);
    if (from === quarter.from && to <= quarter.to) return 3;
    const year = unitOf(from, 'year', fiscal);
    if (from === year.from && to <= year.to) return 12;
  }
  const end = monthOf(to).month;
  return to === lastDay(end) ? end - start.month + 1 : 0;
}

// Whole months stay whole: 1–28 February 2025 meets 1–29 February 2024.
function shiftMonths({ from, to }: DayRange, months: number): DayRange {
  const end = monthOf(to).month;
  const whole = from === firstDay(monthOf(from).month) && to === lastDay(end);
  return {
    from: addMonths(from, -months),
    to: whole ? lastDay(end - months) : addMonths(to, -months),
  };
}
