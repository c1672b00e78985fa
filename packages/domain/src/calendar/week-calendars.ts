import { MopsError } from '../shared/error.ts';
import type {
  CalendarBase,
  RetailCalendar,
  ThirteenCalendar,
  WeekCalendar,
  WeekYearRule,
} from './calendar.ts';

/** What the two week calendars have in common, without what follows from the rule. */
type WeekOptions = WeekYearRule & Partial<Pick<CalendarBase, 'timeZone' | 'namedBy'>>;

/**
 * A calendar of 4-4-5, 4-5-4 or 5-4-4 weeks. First month and first weekday follow from the end of
 * the year. `namedBy` is `end` and `timeZone` UTC when left out. INVALID for a rule that is none.
 * @example
 * const rule = { yearEndMonth: 12, yearEndWeekday: 6, rule: 'last' };
 * retailCalendar({ ...rule, pattern: '445' }) // { firstMonth: 1, weekStart: 7, … }
 */
export function retailCalendar(
  options: WeekOptions & { pattern: RetailCalendar['pattern'] },
): RetailCalendar {
  const calendar: RetailCalendar = { ...baseOf(options), ...options, kind: 'retail' };
  checkRule(calendar, 12);
  if (!['445', '454', '544'].includes(options.pattern))
    throw invalid(`“${options.pattern}” is no pattern of weeks.`, 'Use 445, 454 or 544.');
  return calendar;
}

/**
 * A calendar of thirteen periods of four weeks.
 * @example
 * const calendar = thirteenCalendar({ yearEndMonth: 12, yearEndWeekday: 7, rule: 'last' });
 * unitLabel(parseDay('2026-03-02'), 'month', calendar) // '2026 P03'
 */
export function thirteenCalendar(
  options: WeekOptions & { longQuarter?: number },
): ThirteenCalendar {
  const calendar: ThirteenCalendar = { ...baseOf(options), ...options, kind: 'thirteen' };
  checkRule(calendar, 13);
  if (!isWithin(options.longQuarter ?? 4, 4))
    throw invalid(`There is no quarter ${options.longQuarter}.`, 'Use 1 to 4.');
  return calendar;
}

/** The 4-5-4 calendar of the National Retail Federation: years end on the Saturday nearest to 31 January. */
export const NRF: RetailCalendar = retailCalendar({
  pattern: '454',
  yearEndMonth: 1,
  yearEndWeekday: 6,
  rule: 'nearest',
  namedBy: 'start',
});

/** Years of whole ISO 8601 weeks (week 1 holds 4 January), in periods of 4-4-5 weeks. */
export const ISO_WEEK_YEARS: RetailCalendar = retailCalendar({
  pattern: '445',
  yearEndMonth: 12,
  yearEndWeekday: 7,
  rule: 'nearest',
});

function baseOf(options: WeekOptions): CalendarBase {
  return {
    timeZone: options.timeZone ?? 'UTC',
    firstMonth: (options.yearEndMonth % 12) + 1,
    namedBy: options.namedBy ?? 'end',
    weekStart: (options.yearEndWeekday % 7) + 1,
  };
}

function checkRule(calendar: WeekCalendar, periods: number): void {
  const { yearEndMonth, yearEndWeekday, rule, week53 = periods } = calendar;
  if (!isWithin(yearEndMonth, 12))
    throw invalid(`There is no month ${yearEndMonth}.`, 'Use 1 to 12.');
  if (!isWithin(yearEndWeekday, 7))
    throw invalid(`There is no weekday ${yearEndWeekday}.`, 'Use 1 (Monday) to 7 (Sunday).');
  if (rule !== 'last' && rule !== 'nearest')
    throw invalid(`“${rule}” is no rule for the end of the year.`, 'Use last or nearest.');
  if (!isWithin(week53, periods))
    throw invalid(`There is no period ${week53} for week 53.`, `Use 1 to ${periods}.`);
}

function isWithin(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= most;
}

function invalid(message: string, hint: string): MopsError {
  return new MopsError('INVALID', message, hint);
}
