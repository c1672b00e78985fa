import type { Day } from '../shared/day.ts';

/**
 * The weekday of a day: 1 Monday … 7 Sunday.
 * @example weekdayOf(parseDay('2026-11-21')) // 6
 */
export function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}
