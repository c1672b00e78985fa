/**
 * A calendar day as the number of days since 1970-01-01. Facts, buckets and comparisons use it;
 * instants become days once, at load, in the workspace's time zone.
 */
export type Day = number;

const DAY_MS = 86_400_000;
const ISO = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * The day of an ISO date, or null when the text is no real date.
 * @example parseDay('2024-02-29') // 19782
 * @example parseDay('2023-02-29') // null
 */
export function parseDay(text: string): Day | null {
  const match = ISO.exec(text);
  if (!match) return null;
  return dayOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

/**
 * The day of a year, month (1–12) and day of month, or null when there is no such date.
 * @example dayOf(1970, 1, 2) // 1
 */
export function dayOf(year: number, month: number, dayOfMonth: number): Day | null {
  const date = new Date(Date.UTC(year, month - 1, dayOfMonth));
  if (year < 100) date.setUTCFullYear(year);
  const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return real ? Math.round(date.getTime() / DAY_MS) : null;
}

/**
 * The ISO date of a day.
 * @example formatDay(19782) // '2024-02-29'
 */
export function formatDay(day: Day): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
