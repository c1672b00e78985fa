export { bucketsOf, type CalendarBucket } from './buckets-of.ts';
export { type Calendar, type DayRange, GREGORIAN } from './calendar.ts';
export { dayInZone } from './day-in-zone.ts';
export { addMonths, firstDay, lastDay, type MonthNumber, monthOf } from './month.ts';
export { presetRange, RANGE_PRESETS, type RangePreset } from './preset-range.ts';
export { previousRange } from './previous-range.ts';
export { type CalendarUnit, unitLabel, unitOf, weekdayOf } from './units.ts';
