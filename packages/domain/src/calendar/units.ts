import { type Day, formatDay } from '../shared/day.ts';
import { type Calendar, type DayRange, hasWeekYears, type WeekCalendar } from './calendar.ts';
import { isoWeekOf } from './iso-week.ts';
import { firstDay, lastDay, monthOf } from './month.ts';
import { weekPlaceOf } from './week-year.ts';
import { weekdayOf } from './weekday.ts';

/** Also the grains that a query may ask for. */
export type CalendarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year';

/**
 * The whole unit in which a day lies. Quarters and years are fiscal; months are the periods of the
 * calendar, where it has its own.
 * @example unitOf(parseDay('2026-01-01'), 'week', GREGORIAN) // { from: parseDay('2025-12-29'), to: parseDay('2026-01-04') }
 */
export function unitOf(day: Day, unit: CalendarUnit, calendar: Calendar): DayRange {
  if (unit === 'day') return { from: day, to: day };
  if (unit === 'week') {
    const from = day - modulo(weekdayOf(day) - weekStartOf(calendar), 7);
    return { from, to: from + 6 };
  }
  if (hasWeekYears(calendar)) {
    const { days } = weekPlaceOf(day, calendar);
    return unit === 'month' ? days.period : days[unit];
  }
  const months = unit === 'month' ? 1 : unit === 'quarter' ? 3 : 12;
  const { month } = monthOf(day);
  const start = month - modulo(month - (calendar.firstMonth - 1), months);
  return { from: firstDay(start), to: lastDay(start + months - 1) };
}

/**
 * The label of the unit in which a day lies: `2026-01-15`, the week's first day or `2026-W03`,
 * `2026-01`, `2026 Q1` or `FY2027 Q1`, `2026` or `FY2027`. Fiscal labels where the year does not start
 * in January. Calendars of whole weeks have weeks `FY2024-W05` and periods `FY2024 P02`.
 * @example unitLabel(parseDay('2026-02-01'), 'quarter', { ...GREGORIAN, firstMonth: 2 }) // 'FY2027 Q1'
 * @example unitLabel(parseDay('2026-01-01'), 'week', { ...GREGORIAN, weekNames: 'iso' }) // '2026-W01'
 */
export function unitLabel(day: Day, unit: CalendarUnit, calendar: Calendar): string {
  if (unit === 'day') return formatDay(day);
  if (hasWeekYears(calendar)) return weekYearLabel(day, unit, calendar);
  if (unit === 'week') {
    if (calendar.weekNames !== 'iso') return formatDay(unitOf(day, 'week', calendar).from);
    const { year, week } = isoWeekOf(day);
    return `${year}-W${twoDigits(week)}`;
  }
  if (unit === 'month') return formatDay(day).slice(0, -3);
  const { month } = monthOf(day);
  const offset = modulo(month - (calendar.firstMonth - 1), 12);
  const startYear = Math.floor((month - offset) / 12);
  const fiscal = calendar.firstMonth !== 1;
  const year = `${fiscal ? 'FY' : ''}${startYear + (fiscal && calendar.namedBy === 'end' ? 1 : 0)}`;
  return unit === 'year' ? year : `${year} Q${Math.floor(offset / 3) + 1}`;
}

function weekYearLabel(
  day: Day,
  unit: Exclude<CalendarUnit, 'day'>,
  calendar: WeekCalendar,
): string {
  const place = weekPlaceOf(day, calendar);
  const year = `${calendar.yearEndMonth === 12 ? '' : 'FY'}${place.year}`;
  if (unit === 'week') return `${year}-W${twoDigits(place.week)}`;
  if (unit === 'month') return `${year} P${twoDigits(place.period)}`;
  return unit === 'quarter' ? `${year} Q${place.quarter}` : year;
}

// ISO weeks start on Monday, and those of a week year on the day after its last one.
function weekStartOf(calendar: Calendar): number {
  if (hasWeekYears(calendar)) return (calendar.yearEndWeekday % 7) + 1;
  return calendar.weekNames === 'iso' ? 1 : calendar.weekStart;
}

const twoDigits = (value: number) => String(value).padStart(2, '0');

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by;
}
