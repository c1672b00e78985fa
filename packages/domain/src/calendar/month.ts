import type { Day } from '../shared/day.ts';

const DAY_MS = 86_400_000;

/** A month counted from year 0: `year * 12 + (month - 1)`. Makes month arithmetic plain addition. */
export type MonthNumber = number;

/**
 * The month of a day and its day of month (1–31).
 * @example monthOf(0) // { month: 23640, dayOfMonth: 1 }  (1 January 1970)
 */
export function monthOf(day: Day): { month: MonthNumber; dayOfMonth: number } {
  const date = new Date(day * DAY_MS);
  return {
    month: date.getUTCFullYear() * 12 + date.getUTCMonth(),
    dayOfMonth: date.getUTCDate(),
  };
}

/**
 * First day of a month.
 * @example formatDay(firstDay(2026 * 12 + 1)) // '2026-02-01'
 */
export function firstDay(month: MonthNumber): Day {
  const date = new Date(0);
  date.setUTCFullYear(Math.floor(month / 12), month - Math.floor(month / 12) * 12, 1);
  return Math.round(date.getTime() / DAY_MS);
}

/**
 * Last day of a month.
 * @example formatDay(lastDay(2024 * 12 + 1)) // '2024-02-29'
 */
export function lastDay(month: MonthNumber): Day {
  return firstDay(month + 1) - 1;
}

/**
 * The same day of month some months later (negative: earlier); where that month is shorter, its last day.
 * @example formatDay(addMonths(parseDay('2024-02-29'), -12)) // '2023-02-28'
 */
export function addMonths(day: Day, months: number): Day {
  const { month, dayOfMonth } = monthOf(day);
  return Math.min(firstDay(month + months) + dayOfMonth - 1, lastDay(month + months));
}
