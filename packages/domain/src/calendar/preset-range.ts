import { type Day, dayOf } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import { nearestName } from '../shared/nearest-name.ts';
import type { Calendar, DayRange } from './calendar.ts';
import { type CalendarUnit, unitOf } from './units.ts';

/** The ranges that people pick by name. Those that run “to date” end today. */
export const RANGE_PRESETS = [
  { id: 'today', name: 'Today' },
  { id: 'yesterday', name: 'Yesterday' },
  { id: 'last_7_days', name: 'Last 7 days' },
  { id: 'last_28_days', name: 'Last 28 days' },
  { id: 'last_30_days', name: 'Last 30 days' },
  { id: 'last_90_days', name: 'Last 90 days' },
  { id: 'this_week', name: 'This week' },
  { id: 'last_week', name: 'Last week' },
  { id: 'this_month', name: 'This month' },
  { id: 'last_month', name: 'Last month' },
  { id: 'this_quarter', name: 'This calendar quarter' },
  { id: 'last_quarter', name: 'Last calendar quarter' },
  { id: 'this_year', name: 'This calendar year' },
  { id: 'last_year', name: 'Last calendar year' },
  { id: 'fiscal_quarter_to_date', name: 'Fiscal quarter to date' },
  { id: 'last_fiscal_quarter', name: 'Last fiscal quarter' },
  { id: 'fiscal_year_to_date', name: 'Fiscal year to date' },
  { id: 'last_fiscal_year', name: 'Last fiscal year' },
  { id: 'all', name: 'All time' },
] as const;

export type RangePreset = (typeof RANGE_PRESETS)[number]['id'];

/**
 * The days of a named range, both inclusive. “Last n days” end yesterday, as ad platforms do it;
 * “this …” ends today; quarters and years are calendar ones unless the name says fiscal. `all`
 * begins in the year 2000.
 * @example presetRange('last_7_days', 20778, GREGORIAN) // { from: 20771, to: 20777 }
 */
export function presetRange(preset: RangePreset, today: Day, calendar: Calendar): DayRange {
  const { timeZone, namedBy, weekStart } = calendar;
  const plain: Calendar = { timeZone, namedBy, weekStart, firstMonth: 1 };
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return lastDays(today, 1);
    case 'last_7_days':
      return lastDays(today, 7);
    case 'last_28_days':
      return lastDays(today, 28);
    case 'last_30_days':
      return lastDays(today, 30);
    case 'last_90_days':
      return lastDays(today, 90);
    case 'this_week':
      return toDate(today, 'week', calendar);
    case 'last_week':
      return before(today, 'week', calendar);
    case 'this_month':
      return toDate(today, 'month', calendar);
    case 'last_month':
      return before(today, 'month', calendar);
    case 'this_quarter':
      return toDate(today, 'quarter', plain);
    case 'last_quarter':
      return before(today, 'quarter', plain);
    case 'this_year':
      return toDate(today, 'year', plain);
    case 'last_year':
      return before(today, 'year', plain);
    case 'fiscal_quarter_to_date':
      return toDate(today, 'quarter', calendar);
    case 'last_fiscal_quarter':
      return before(today, 'quarter', calendar);
    case 'fiscal_year_to_date':
      return toDate(today, 'year', calendar);
    case 'last_fiscal_year':
      return before(today, 'year', calendar);
    case 'all':
      return { from: dayOf(2000, 1, 1) ?? 0, to: today };
    default:
      throw unknown(preset);
  }
}

function lastDays(today: Day, days: number): DayRange {
  return { from: today - days, to: today - 1 };
}

function toDate(today: Day, unit: CalendarUnit, calendar: Calendar): DayRange {
  return { from: unitOf(today, unit, calendar).from, to: today };
}

function before(today: Day, unit: CalendarUnit, calendar: Calendar): DayRange {
  return unitOf(unitOf(today, unit, calendar).from - 1, unit, calendar);
}

// Presets also arrive in addresses that people edit.
function unknown(preset: string): MopsError {
  const ids = RANGE_PRESETS.map((one) => one.id);
  const near = nearestName(preset, ids);
  const hint = near ? `Did you mean “${near}”?` : `Known ranges: ${ids.join(', ')}.`;
  return new MopsError('INVALID', `There is no range “${preset}”.`, hint);
}
