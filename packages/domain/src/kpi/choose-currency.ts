import { convertMicros, type Rate, type RateBook, rateBook, rateOn } from '../money/rates.ts';
import { type Day, formatDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import type { MeasureQuery, MeasureRow, Note } from './schema.ts';

/** A query with its rows. */
export type Summed = { query: MeasureQuery; rows: MeasureRow[] };

export type CurrencyChoice = {
  /** In which the amounts of the answer are. */
  currency: string;
  /** Amount of a row in that currency, in micros. */
  convert: (row: MeasureRow, micros: bigint) => bigint;
  /** Whether any amount stood in another currency. */
  converted: boolean;
  notes: Note[];
};

/**
 * Decides in which currency an answer is. Amounts become the asked currency where every one has a
 * rate of its day. Where rates are missing: amounts of one currency stay in it; amounts of several
 * are refused with the missing pairs and days, because their sum would mean nothing. Split by
 * currency, amounts stay as they are. Amounts of 0 need no rate.
 */
export function chooseCurrency(
  summed: Summed[],
  asked: { currency: string; rates: readonly Rate[] },
): CurrencyChoice {
  const days = moneyDays(summed);
  const found = [...days.keys()].sort();
  const only = found.length === 1 ? found[0] : undefined;
  const keep = (currency: string, notes: Note[] = []) => ({
    currency,
    notes,
    convert: same,
    converted: false,
  });
  if (summed.some(({ query }) => query.by.includes('currency'))) {
    return keep(only ?? asked.currency);
  }
  if (found.length === 0 || only === asked.currency) return keep(asked.currency);
  const book = rateBook(asked.rates);
  const missing = missingRates(days, asked.currency, book);
  if (missing.length === 0) {
    return { currency: asked.currency, notes: [], convert: by(book, asked), converted: true };
  }
  if (only !== undefined) return keep(only, [notConverted(only, asked.currency)]);
  throw refusal(found, missing);
}

const same = (_row: MeasureRow, micros: bigint) => micros;

function by(book: RateBook, asked: { currency: string }): CurrencyChoice['convert'] {
  const known = new Map<string, number>();
  return (row, micros) => {
    if (micros === 0n || row.currency === asked.currency) return micros;
    const key = `${row.currency}${row.day}`;
    const ask = { from: row.currency, to: asked.currency, day: row.day ?? 0 };
    const rate = known.get(key) ?? rateOn(book, ask) ?? 0;
    known.set(key, rate);
    return convertMicros(micros, rate);
  };
}

// Currency → the days on which it has amounts; null: days were not kept apart.
function moneyDays(summed: Summed[]): Map<string, Set<Day | null>> {
  const days = new Map<string, Set<Day | null>>();
  for (const { query, rows } of summed) {
    const money = query.measures.flatMap((one, i) => (one.unit.kind === 'money' ? [i] : []));
    for (const row of rows) {
      if (!money.some((i) => isAmount(row, i))) continue;
      const known = days.get(row.currency) ?? new Set();
      days.set(row.currency, known.add(row.day));
    }
  }
  return days;
}

/** Whether there is money in a row: a sum, or amounts that a quantile lists one by one. */
function isAmount(row: MeasureRow, i: number): boolean {
  const state = row.states?.[i];
  return (row.values[i] ?? 0n) !== 0n || (Array.isArray(state) && state.some((one) => one !== 0));
}

type Missing = { from: string; to: string; days: Day[] };

function missingRates(days: Map<string, Set<Day | null>>, to: string, book: RateBook): Missing[] {
  const missing: Missing[] = [];
  for (const [from, on] of days) {
    if (from === to) continue;
    const without = [...on].filter(
      (day) => day === null || rateOn(book, { from, to, day }) === null,
    );
    const known = without.filter((day) => day !== null).sort((a, b) => a - b);
    if (without.length > 0) missing.push({ from, to, days: known });
  }
  return missing.sort((a, b) => (a.from < b.from ? -1 : 1));
}

function notConverted(currency: string, asked: string): Note {
  return {
    code: 'not_converted',
    message: `Amounts are in ${currency}: exchange rates ${currency} → ${asked} are not complete.`,
    hint: `Load rates to see them in ${asked}.`,
    kpi: null,
  };
}

function refusal(found: string[], missing: Missing[]): MopsError {
  const pairs = missing.map(
    ({ from, to, days }) =>
      `${from || 'no currency'} → ${to}${days.length ? ` on ${runs(days)}` : ''}`,
  );
  const names = found.map((one) => one || 'no currency').join(', ');
  return new MopsError(
    'PRECONDITION',
    `Amounts in ${names} cannot be added: no exchange rate ${pairs.join('; ')}.`,
    'Load the rates (columns day, from, to, rate), or split the answer by currency.',
    { missing: missing.map((one) => ({ ...one, days: one.days.map(formatDay) })) },
  );
}

// `2026-01-05 to 2026-01-09, 2026-01-12`
function runs(days: Day[]): string {
  const parts: { from: Day; to: Day }[] = [];
  for (const day of days) {
    const last = parts.at(-1);
    if (last && day === last.to + 1) last.to = day;
    else parts.push({ from: day, to: day });
  }
  const texts = parts.map(({ from, to }) =>
    from === to ? formatDay(from) : `${formatDay(from)} to ${formatDay(to)}`,
  );
  const more = texts.length > 12 ? ` and ${texts.length - 12} more` : '';
  return texts.slice(0, 12).join(', ') + more;
}
