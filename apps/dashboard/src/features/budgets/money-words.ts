import type { PlanState } from '@openmops/domain/budgets';
import { formatValue } from '@openmops/domain/kpi';
import { minorDigits } from '@openmops/domain/money';
import { LOCALE } from '../../state/locale.ts';

type Tone = 'plain' | 'accent' | 'good' | 'warn' | 'bad';

export const PLAN_STATES: Readonly<Record<PlanState, { name: string; tone: Tone }>> = {
  draft: { name: 'Draft', tone: 'plain' },
  review: { name: 'In review', tone: 'accent' },
  approved: { name: 'Approved', tone: 'good' },
  locked: { name: 'Locked', tone: 'good' },
};

/** An amount with its currency; nothing known is a dash. */
export function moneyText(value: number | null | undefined, currency: string): string {
  if (value === null || value === undefined) return '–';
  return formatValue(value, { kind: 'money' }, { locale: LOCALE, currency });
}

/** An amount to the cent, as finance writes it. */
export function exactText(value: number, currency: string): string {
  return new Intl.NumberFormat(LOCALE, { style: 'currency', currency }).format(value);
}

const formats = new Map<string, Intl.NumberFormat>();

/** An amount of a cell: no currency, and cents only where there are some. */
export function cellText(value: number, currency: string): string {
  const digits = Number.isInteger(value) ? 0 : minorDigits(currency);
  const key = `${currency} ${digits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(LOCALE, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
    formats.set(key, format);
  }
  return format.format(value);
}

/** `Feb 27` of `2027-02`. */
export function monthText(month: string, style: 'short' | 'long' = 'short'): string {
  return new Date(`${month}-01T00:00:00Z`).toLocaleDateString(LOCALE, {
    month: style,
    year: style === 'short' ? '2-digit' : 'numeric',
    timeZone: 'UTC',
  });
}

/** Amounts summed without the dust of binary fractions. */
export const sumOf = (values: readonly number[]): number =>
  values.reduce((all, one) => all + Math.round(one * 1e6), 0) / 1e6;

/** @example many(2) // '2 lines' */
export const many = (count: number) =>
  `${count.toLocaleString()} ${count === 1 ? 'line' : 'lines'}`;

/** What a pasted block did. */
export const pastedText = (edited: number, of: { add: readonly unknown[]; beyond: number }) =>
  `Pasted into ${many(edited + of.add.length)}.${of.beyond > 0 ? ` ${of.beyond} cells had no place.` : ''}`;
