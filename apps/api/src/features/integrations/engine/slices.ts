import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';

export type Days = { from: string; to: string };

/**
 * Cuts a range of days into slices of at most `size` days, oldest first.
 * @example slicesOf({ from: '2026-01-01', to: '2026-01-05' }, 3) // [{ from: '2026-01-01', to: '2026-01-03' }, { from: '2026-01-04', to: '2026-01-05' }]
 */
export function slicesOf(days: Days, size: number): Days[] {
  const from = dayNumber(days.from);
  const to = dayNumber(days.to);
  const slices: Days[] = [];
  for (let first = from; first <= to; first += size) {
    slices.push({ from: formatDay(first), to: formatDay(Math.min(to, first + size - 1)) });
  }
  return slices;
}

/** The part of a range before a day; null: there is none. */
export function daysBefore(days: Days, day: string): Days | null {
  const end = Math.min(dayNumber(days.to), dayNumber(day) - 1);
  return end < dayNumber(days.from) ? null : { from: days.from, to: formatDay(end) };
}

/** The part of a range after a day; null: there is none. */
export function daysAfter(days: Days, day: string): Days | null {
  const start = Math.max(dayNumber(days.from), dayNumber(day) + 1);
  return start > dayNumber(days.to) ? null : { from: formatDay(start), to: days.to };
}

/**
 * Two parts of a range of at least two days.
 * @example halvesOf({ from: '2026-01-01', to: '2026-01-03' }) // [{ from: '2026-01-01', to: '2026-01-02' }, { from: '2026-01-03', to: '2026-01-03' }]
 */
export function halvesOf(days: Days): Days[] {
  const count = dayNumber(days.to) - dayNumber(days.from) + 1;
  return slicesOf(days, Math.max(1, Math.ceil(count / 2)));
}

function dayNumber(text: string): number {
  const day = parseDay(text);
  if (day === null)
    throw new MopsError('INVALID', `${text} is no date.`, 'Write it as 2026-01-31.');
  return day;
}
