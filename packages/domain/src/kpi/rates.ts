import type { Day } from '../shared/day.ts';

/** On `day`, one unit of `from` was worth `rate` units of `to`. */
export type Rate = { from: string; to: string; day: Day; rate: number };

/** A published rate stands in for days without one (weekends, holidays) this long. */
export const CARRY_DAYS = 7;

/** Rates made quick to look up. */
export type RateBook = {
  /** `EUR>USD` → that pair's rates, ascending by day. */
  pairs: Map<string, { day: Day; rate: number }[]>;
  currencies: string[];
};

/** Makes a book of rates; of two rates for one pair and day the later in the list wins. */
export function rateBook(rates: readonly Rate[]): RateBook {
  const days = new Map<string, Map<Day, number>>();
  const currencies = new Set<string>();
  for (const { from, to, day, rate } of rates) {
    if (!(rate > 0) || !Number.isFinite(rate)) continue;
    const key = `${from}>${to}`;
    const pair = days.get(key) ?? new Map<Day, number>();
    days.set(key, pair.set(day, rate));
    currencies.add(from).add(to);
  }
  const pairs = new Map<string, { day: Day; rate: number }[]>();
  for (const [key, pair] of days) {
    const list = [...pair].map(([day, rate]) => ({ day, rate }));
    pairs.set(
      key,
      list.sort((a, b) => a.day - b.day),
    );
  }
  return { pairs, currencies: [...currencies].sort() };
}

/**
 * How many units of `to` one unit of `from` is worth on a day, or null. Looks for the pair, then for
 * its reverse, then for both over one other currency; each at most 7 days old.
 * @example rateOn(rateBook([{ from: 'SEK', to: 'EUR', day, rate: 0.095 }]), { from: 'SEK', to: 'EUR', day: day + 2 }) // 0.095
 */
export function rateOn(book: RateBook, ask: { from: string; to: string; day: Day }): number | null {
  if (ask.from === ask.to) return 1;
  const direct = between(book, ask);
  if (direct !== null) return direct;
  for (const base of book.currencies) {
    if (base === ask.from || base === ask.to) continue;
    const first = between(book, { ...ask, to: base });
    const second = first === null ? null : between(book, { ...ask, from: base });
    if (first !== null && second !== null) return first * second;
  }
  return null;
}

function between(book: RateBook, ask: { from: string; to: string; day: Day }): number | null {
  const straight = latest(book.pairs.get(`${ask.from}>${ask.to}`), ask.day);
  if (straight !== null) return straight;
  const reverse = latest(book.pairs.get(`${ask.to}>${ask.from}`), ask.day);
  return reverse === null ? null : 1 / reverse;
}

function latest(pair: { day: Day; rate: number }[] | undefined, day: Day): number | null {
  let low = 0;
  let high = (pair?.length ?? 0) - 1;
  let found: { day: Day; rate: number } | undefined;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const one = pair?.[middle];
    if (one && one.day <= day) {
      found = one;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found && day - found.day <= CARRY_DAYS ? found.rate : null;
}

/**
 * Micros of one currency → micros of another, rounded half away from zero, in whole-number
 * arithmetic: the rate counts with exactly the digits it is written with.
 * @example convertMicros(1_000_000_000n, 0.095) // 95000000n
 */
export function convertMicros(micros: bigint, rate: number): bigint {
  if (rate === 1) return micros;
  const [decimal = '', exponent = '0'] = String(rate).split('e');
  const [whole = '', fraction = ''] = decimal.split('.');
  const places = fraction.length - Number(exponent);
  const product = micros * BigInt(whole + fraction);
  if (places <= 0) return product * 10n ** BigInt(-places);
  const one = 10n ** BigInt(places);
  return (product + (product < 0n ? -one / 2n : one / 2n)) / one;
}
