import type { Calendar, DayRange } from './calendar.ts';
import { addMonths, firstDay, lastDay, monthOf } from './month.ts';
import { unitOf } from './units.ts';

/**
 * The range to compare with (days, both inclusive).
 *
 * `year`: the same dates a year before; with `align: 'weekday'` 364 days before, so that Mondays
 * meet Mondays. `previous`: as many days just before; but a whole or begun month, quarter, year or
 * week meets the same elapsed part of the one before: 1–27 December meets 1–27 November, a whole
 * month meets a whole month. Where a month is shorter its last day stands in.
 * @example
 * const december = { from: parseDay('2025-12-01'), to: parseDay('2025-12-27') };
 * const november = { from: parseDay('2025-11-01'), to: parseDay('2025-11-27') };
 * previousRange(december, 'previous', GREGORIAN) // november
 */
export function previousRange(
  range: DayRange & { align?: 'date' | 'weekday' },
  mode: 'previous' | 'year',
  calendar: Calendar,
): DayRange {
  const { from, to } = range;
  if (mode === 'year') {
    if (range.align === 'weekday') return { from: from - 364, to: to - 364 };
    return shiftMonths(range, 12);
  }
  const months = monthsToShift(range, calendar);
  if (months > 0) return shiftMonths(range, months);
  const week = unitOf(from, 'week', calendar);
  const days = from === week.from && to > from && to <= week.to ? 7 : to - from + 1;
  return { from: from - days, to: to - days };
}

// A single day is compared with the day before, also on the first of a month.
function monthsToShift({ from, to }: DayRange, calendar: Calendar): number {
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
