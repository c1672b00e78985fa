export { bucketsOf, type CalendarBucket } from './buckets-of.ts';
export {
  addBusinessTime,
  type BusinessHours,
  businessSeconds,
  isWorkday,
  NINE_TO_FIVE,
} from './business-hours.ts';
export {
  type Calendar,
  type CalendarBase,
  type DayRange,
  GREGORIAN,
  type GregorianCalendar,
  hasWeekYears,
  type RetailCalendar,
  type ThirteenCalendar,
  type WeekCalendar,
  type WeekYearRule,
} from './calendar.ts';
export { type Comparison, type ComparisonQuestion, comparisonOf } from './comparison.ts';
export { isoWeekOf, isoWeekStart } from './iso-week.ts';
export { addMonths, firstDay, lastDay, type MonthNumber, monthOf } from './month.ts';
export { presetRange, RANGE_PRESETS, type RangePreset } from './preset-range.ts';
export { previousRange } from './previous-range.ts';
export { type CalendarUnit, unitLabel, unitOf } from './units.ts';
export { ISO_WEEK_YEARS, NRF, retailCalendar, thirteenCalendar } from './week-calendars.ts';
export { type WeekPlace, weekPlaceOf, weekYear } from './week-year.ts';
export { weekdayOf } from './weekday.ts';
export {
  type ClockTime,
  clockInZone,
  dayInZone,
  dayLengthSeconds,
  instantInZone,
} from './zone.ts';
