import type { Day } from '../shared/day.ts';
import { type DateFormat, type DateOrder, parseDate } from './parse-date.ts';

export type DateHints = {
  /** Order of the chosen locale, or of the platform whatever the language. */
  order: DateOrder | null;
  /** The period that the file names; every row must lie in it. */
  period: { from: Day; to: Day } | null;
  /** Order that the language of the headers uses for sure. */
  language: DateOrder | null;
  /** The last day that can have data; null where days may lie in the future. */
  today: Day | null;
};

export type DecidedDates = { order: DateOrder; serial: boolean; sure: boolean; mixed: boolean };

const SLASHED = /^\s*(\d{1,2})([/-])(\d{1,2})[/-](\d{2}|\d{4})\b/;
const BASE: DateFormat = {
  order: 'dmy',
  grain: 'day',
  serial: false,
  countFrom: null,
  timeZone: 'UTC',
};

/**
 * How the dates of a column are written, from all sampled cells: a number above 12 decides, then
 * the period of the report, the locale or platform, the language, and that nothing lies in the
 * future. `sure: false`: both readings are possible and nothing decides.
 *
 * @example decideDates(['01/13/2026'], hints).order // 'mdy'
 */
export function decideDates(cells: readonly string[], hints: DateHints): DecidedDates {
  const dates = cells.filter((cell) => cell.trim() !== '');
  const serial =
    dates.length > 0 && dates.every((cell) => /^\s*[2-6]\d{4}(?:[.,]\d+)?\s*$/.test(cell));
  const slashed = dates.map((cell) => SLASHED.exec(cell)).filter((match) => match !== null);
  if (slashed.length === 0)
    return { order: hints.order ?? 'dmy', serial, sure: true, mixed: false };
  const dayFirst = slashed.some((match) => Number(match[1]) > 12);
  const monthFirst = slashed.some((match) => Number(match[3]) > 12);
  if (dayFirst && monthFirst) return { order: 'dmy', serial, sure: true, mixed: true };
  if (dayFirst || monthFirst)
    return { order: dayFirst ? 'dmy' : 'mdy', serial, sure: true, mixed: false };
  const order = byPeriod(dates, hints) ?? hints.order ?? hints.language ?? byFuture(dates, hints);
  const same = slashed.every((match) => match[1] === match[3]);
  return { order: order ?? 'dmy', serial, sure: order !== null || same, mixed: false };
}

function byPeriod(dates: readonly string[], { period }: DateHints): DateOrder | null {
  if (!period) return null;
  const fits = (order: DateOrder) =>
    dates.every((cell) => {
      const span = parseDate(cell, { ...BASE, order });
      return !span || (span.from >= period.from && span.to <= period.to);
    });
  return only(fits('mdy'), fits('dmy'));
}

function byFuture(dates: readonly string[], { today }: DateHints): DateOrder | null {
  if (today === null) return null;
  const past = (order: DateOrder) =>
    dates.every((cell) => (parseDate(cell, { ...BASE, order })?.from ?? today) <= today + 1);
  return only(past('mdy'), past('dmy'));
}

function only(mdy: boolean, dmy: boolean): DateOrder | null {
  if (mdy === dmy) return null;
  return mdy ? 'mdy' : 'dmy';
}

/**
 * The order of day and month of a locale; null where it is not known for sure (plain `en`).
 * @example dateOrderOfLocale('en-US') // 'mdy'
 */
export function dateOrderOfLocale(locale: string): DateOrder | null {
  if (/^(?:en-(?:us|ph)|es-pr|fil)\b/i.test(locale)) return 'mdy';
  return /^en$/i.test(locale) ? null : 'dmy';
}
