import type { Day } from '../shared/day.ts';
import { firstDay, monthOf } from './month.ts';
import { weekdayOf } from './weekday.ts';

/**
 * The ISO 8601 week of a day: weeks start on Monday, week 1 is the one with the year's first
 * Thursday, so the first days of January can belong to the last week of the year before.
 * @example isoWeekOf(parseDay('2027-01-03')) // { year: 2026, week: 53 }
 */
export function isoWeekOf(day: Day): { year: number; week: number } {
  const thursday = day - weekdayOf(day) + 4;
  const year = Math.floor(monthOf(thursday).month / 12);
  return { year, week: (thursday - 3 - isoWeekStart(year, 1)) / 7 + 1 };
}

/**
 * The Monday on which an ISO week starts.
 * @example formatDay(isoWeekStart(2026, 1)) // '2025-12-29'
 */
export function isoWeekStart(year: number, week: number): Day {
  const january4 = firstDay(year * 12) + 3;
  return january4 - weekdayOf(january4) + 1 + (week - 1) * 7;
}
