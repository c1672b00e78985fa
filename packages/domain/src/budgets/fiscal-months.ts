import { firstDay, lastDay, type MonthNumber } from '../calendar/month.ts';
import { formatDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';

/** How a workspace names and cuts its years. */
export type FiscalYears = { fiscalStart: number; fiscalNamedBy: 'end' | 'start' };

/**
 * The first month of a fiscal year, as a month number. A year that begins in January is named by itself.
 * INVALID for years and months that are none.
 * @example firstFiscalMonth(2027, { fiscalStart: 2, fiscalNamedBy: 'end' }) // 24313
 * @example monthName(firstFiscalMonth(2027, { fiscalStart: 2, fiscalNamedBy: 'end' })) // '2026-02'
 */
export function firstFiscalMonth(
  year: number,
  { fiscalStart, fiscalNamedBy }: FiscalYears,
): number {
  if (!Number.isInteger(year) || year < 1990 || year > 2200)
    throw new MopsError('INVALID', `${year} is no fiscal year.`, 'Give a year like 2027.');
  if (!Number.isInteger(fiscalStart) || fiscalStart < 1 || fiscalStart > 12)
    throw new MopsError('INVALID', `${fiscalStart} is no month.`, 'Give a month from 1 to 12.');
  const startsIn = fiscalStart !== 1 && fiscalNamedBy === 'end' ? year - 1 : year;
  return startsIn * 12 + fiscalStart - 1;
}

/**
 * The fiscal year in which a month lies.
 * @example fiscalYearOf(2026 * 12 + 0, { fiscalStart: 2, fiscalNamedBy: 'end' }) // 2026
 * @example fiscalYearOf(2026 * 12 + 1, { fiscalStart: 2, fiscalNamedBy: 'end' }) // 2027
 */
export function fiscalYearOf(month: MonthNumber, years: FiscalYears): number {
  const { fiscalStart, fiscalNamedBy } = years;
  const startsIn = Math.floor((month - (fiscalStart - 1)) / 12);
  return fiscalStart !== 1 && fiscalNamedBy === 'end' ? startsIn + 1 : startsIn;
}

/**
 * A month as `2026-02`.
 * @example monthName(2026 * 12 + 1) // '2026-02'
 */
export function monthName(month: MonthNumber): string {
  return formatDay(firstDay(month)).slice(0, -3);
}

/**
 * What of twelve amounts lies in a run of days; months that are in it in part count by their days,
 * rounded to whole micros. `firstMonth`: of the first amount.
 * @example plannedBetween([31e6, 28e6], { firstMonth: 2026 * 12, from: 20454, to: 20483 }) // 30_000_000
 */
export function plannedBetween(
  months: readonly number[],
  range: { firstMonth: MonthNumber; from: number; to: number },
): number {
  const { firstMonth, from, to } = range;
  return months.reduce((sum, micros, place) => {
    const [first, last] = [firstDay(firstMonth + place), lastDay(firstMonth + place)];
    const days = Math.min(last, to) - Math.max(first, from) + 1;
    if (days <= 0) return sum;
    const whole = last - first + 1;
    return sum + (days === whole ? micros : Math.round((micros / whole) * days));
  }, 0);
}
