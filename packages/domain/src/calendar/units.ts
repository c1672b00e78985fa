import { type Day, formatDay } from '../shared/day.ts';
import type { Calendar, DayRange } from './calendar.ts';
import { firstDay, lastDay, monthOf } from './month.ts';

/** Also the grains that a query may ask for. */
export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/**
 * The whole unit in which a day lies. Quarters and years are fiscal.
 * @example unitOf(parseDay('2026-01-01'), 'week', GREGORIAN) // { from: parseDay('2025-12-29'), to: parseDay('2026-01-04') }
 */
export function unitOf(day: Day, unit: CalendarUnit, calendar: Calendar): DayRange {
  if (unit === 'day') return { from: day, to: day };
  if (unit === 'week') {
    const from = day - modulo(weekdayOf(day) - calendar.weekStart, 7);
    return { from, to: from + 6 };
  }
  const months = unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12;
  const { month } = monthOf(day);
  const start = month - modulo(month - (calendar.firstMonth - 1), months);
  return { from: firstDay(start), to: lastDay(start + months - 1) };
}

/**
 * The label of the unit in which a day lies: `2026-01-15`, the week's first day, `2026-01`,
 * `2026 Q1` or `FY2027 Q1`, `2026` or `FY2027`. Fiscal labels where the year does not start in January.
 * @example unitLabel(parseDay('2026-02-01'), 'quarter', { ...GREGORIAN, firstMonth: 2 }) // 'FY2027 Q1'
 */
export function unitLabel(day: Day, unit: CalendarUnit, calendar: Calendar): string {
  if (unit === 'day') return formatDay(day);
  if (unit === 'week') return formatDay(unitOf(day, 'week', calendar).from);
  if (unit === 'month') return formatDay(day).slice(0, -3);
  const { month } = monthOf(day);
  const offset = modulo(month - (calendar.firstMonth - 1), 12);
  const startYear = Math.floor((month - offset) / 12);
  const fiscal = calendar.firstMonth !== 1;
  const year = `${fiscal ? 'FY' : ''}${startYear + (fiscal && calendar.namedBy === 'end' ? 1 : 0)}`;
  return unit === 'year' ? year : `${year} Q${Math.floor(offset / 3) + 1}`;
}

/**
 * The weekday of a day: 1 Monday … 7 Sunday.
 * @example weekdayOf(parseDay('2026-11-21')) // 6
 */
export function weekdayOf(day: Day): number {
  return modulo(day + 3, 7) + 1;
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
