import type { Day } from '../shared/index.ts';
import { partsOf } from './company.ts';

/** Sunday … Saturday. A business audience hardly visits at the weekend; ads run on, a little lower. */
const WEB_WEEK = [0.34, 1.08, 1.16, 1.14, 1.08, 0.92, 0.3] as const;
const AD_WEEK = [0.52, 1.06, 1.12, 1.12, 1.08, 1, 0.56] as const;
/** January … December: the summer dip of business buyers, and the end of the year. */
const MONTHS = [0.98, 1.03, 1.06, 1.02, 1.0, 0.97, 0.86, 0.79, 1.04, 1.08, 1.06, 0.88] as const;

/**
 * Day of the week: 0 Sunday … 6 Saturday.
 * @example weekdayOf(0) // 4 (1970-01-01 was a Thursday)
 */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Whether most offices in the company's markets are closed: the turn of the year, 1 May, 4 July, Thanksgiving. */
export function isHoliday(day: Day): boolean {
  const { month, date } = partsOf(day);
  const turnOfYear = (month === 12 && date >= 24) || (month === 1 && date <= 1);
  const fixed = (month === 5 && date === 1) || (month === 7 && date === 4);
  const thursdayBefore = weekdayOf(day) === 5 ? date - 1 : date;
  const thanksgiving =
    month === 11 &&
    (weekdayOf(day) === 4 || weekdayOf(day) === 5) &&
    thursdayBefore >= 22 &&
    thursdayBefore <= 28;
  return turnOfYear || fixed || thanksgiving;
}

/** How busy a day is, 1 being an ordinary weekday of an ordinary month. */
export function season(day: Day, kind: 'web' | 'ads'): number {
  const week = (kind === 'web' ? WEB_WEEK : AD_WEEK)[weekdayOf(day)] ?? 1;
  const { month, date } = partsOf(day);
  const here = MONTHS[month - 1] ?? 1;
  const next = MONTHS[month % 12] ?? 1;
  const month15 = date <= 15 ? here : here + ((next - here) * (date - 15)) / 31;
  const holiday = isHoliday(day) ? (kind === 'web' ? 0.42 : 0.7) : 1;
  // Advertisers follow the season half as much as visitors do.
  return week * holiday * (kind === 'web' ? month15 : (1 + month15) / 2);
}

/** The company grows by about a fifth a year: 1 at the start of the history. */
export function growth(day: Day, from: Day): number {
  return 1 + (0.2 * (day - from)) / 365;
}
