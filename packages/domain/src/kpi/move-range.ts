import { type Calendar, type DayRange, hasWeekYears } from '../calendar/calendar.ts';
import { addMonths, firstDay, lastDay, monthOf } from '../calendar/month.ts';
import { previousRange } from '../calendar/previous-range.ts';
import { type CalendarUnit, unitOf } from '../calendar/units.ts';
import type { Day } from '../shared/day.ts';
import type { Grain, Span } from './schema.ts';

/** In which calendar, and into which buckets the question cuts its range. */
export type Cut = { calendar: Calendar; grain: Grain | null };

const MONTHS: Record<string, number> = { month: 1, quarter: 3, year: 12 };
const DAYS: Record<string, number> = { day: 1, week: 7 };

/**
 * The same range some time before. Dates stay, clamped to shorter months; whole months stay whole.
 * In calendars of whole weeks, periods, quarters and years are those of the calendar. A `period` is
 * one bucket of the grain; without a grain the range that the question would be compared with.
 */
export function rangeBefore(range: DayRange, by: Span, { calendar, grain }: Cut): DayRange {
  const unit = by.unit === 'period' ? grain : by.unit;
  if (unit === null) {
    let before = range;
    for (let i = 0; i < by.count; i++) before = previousRange(before, 'previous', calendar);
    return before;
  }
  const days = DAYS[unit];
  if (days) return { from: range.from - days * by.count, to: range.to - days * by.count };
  const end = isUnitEnd(range.to, unit, calendar) && isUnitStart(range.from, unit, calendar);
  const [from, to] = [dayBefore(range.from, unit, by.count, calendar), range.to];
  const last = end
    ? endOfUnit(to, unit, by.count, calendar)
    : dayBefore(to, unit, by.count, calendar);
  return { from, to: Math.max(from, last) };
}

/**
 * The last so many units up to the end of a range: 28 days are 28 days, a month that ends with its
 * month is that month, and one that ends on the 15th begins on the 16th of the month before.
 */
export function trailingRange({ to }: DayRange, span: Span, calendar: Calendar): DayRange {
  const unit = span.unit === 'period' ? 'day' : span.unit;
  const days = DAYS[unit];
  if (days) return { from: to - days * span.count + 1, to };
  if (isUnitEnd(to, unit, calendar)) {
    return { from: startOfUnit(to, unit, span.count - 1, calendar), to };
  }
  return { from: dayBefore(to, unit, span.count, calendar) + 1, to };
}

/** From the start of the unit in which a range ends, up to its end. */
export function rangeToDate({ to }: DayRange, unit: CalendarUnit, calendar: Calendar): DayRange {
  return { from: unitOf(to, unit, calendar).from, to };
}

// Months of the usual calendar end where months end, whatever the fiscal quarter.
function isUnitEnd(day: Day, unit: CalendarUnit, calendar: Calendar): boolean {
  return unitOf(day, hasWeekYears(calendar) ? unit : 'month', calendar).to === day;
}

function isUnitStart(day: Day, unit: CalendarUnit, calendar: Calendar): boolean {
  return unitOf(day, hasWeekYears(calendar) ? unit : 'month', calendar).from === day;
}

function dayBefore(day: Day, unit: CalendarUnit, count: number, calendar: Calendar): Day {
  if (!hasWeekYears(calendar)) return addMonths(day, -count * (MONTHS[unit] ?? 1));
  const own = unitOf(day, unit, calendar);
  const before = unitsBefore(own, unit, count, calendar);
  return Math.min(before.from + (day - own.from), before.to);
}

function endOfUnit(day: Day, unit: CalendarUnit, count: number, calendar: Calendar): Day {
  if (!hasWeekYears(calendar)) return lastDay(monthOf(day).month - count * (MONTHS[unit] ?? 1));
  return unitsBefore(unitOf(day, unit, calendar), unit, count, calendar).to;
}

// The first day of the run of `count` more units that ends with the unit of the day.
function startOfUnit(day: Day, unit: CalendarUnit, count: number, calendar: Calendar): Day {
  if (!hasWeekYears(calendar)) {
    return firstDay(monthOf(day).month - (count + 1) * (MONTHS[unit] ?? 1) + 1);
  }
  return unitsBefore(unitOf(day, unit, calendar), unit, count, calendar).from;
}

function unitsBefore(own: DayRange, unit: CalendarUnit, count: number, calendar: Calendar) {
  let before = own;
  for (let i = 0; i < count; i++) before = unitOf(before.from - 1, unit, calendar);
  return before;
}
