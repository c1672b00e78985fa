import { weekdayOf } from '@openmops/domain/calendar';
import { formatDay, parseDay } from '@openmops/domain/shared';

/**
 * Another month, by so many.
 * @example addMonths('2026-12', 1) // '2027-01'
 */
export function addMonths(month: string, step: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const at = year * 12 + number - 1 + step;
  return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
}

/**
 * The days of a month in whole weeks, those before and after it included.
 * @example monthDays('2026-02', 1)[0] // '2026-01-26'
 */
export function monthDays(month: string, weekStart: number): string[] {
  const first = parseDay(`${month}-01`) ?? 0;
  const last = (parseDay(`${addMonths(month, 1)}-01`) ?? 0) - 1;
  const from = first - ((weekdayOf(first) - weekStart + 7) % 7);
  const to = last + ((weekStart + 6 - weekdayOf(last) + 7) % 7);
  return Array.from({ length: to - from + 1 }, (_, at) => formatDay(from + at));
}
