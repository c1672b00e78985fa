import type { Day } from '../shared/day.ts';

/** On `day`, one unit of `from` was worth `rate` units of `to`. */
export type Rate = {
  from: string;
  to: string;
  day: Day;
  rate: number;
  /** Who published it. */
  source?: string;
};

/** A published rate stands in for days without one (weekends, holidays) this long. */
export const CARRY_DAYS = 7;

/** One published rate of a pair. */
export type Quote = { day: Day; rate: number; source: string | null };

/** Rates made quick to look up. */
export type RateBook = {
  /** `EUR>USD` → that pair's rates, ascending by day. */
  pairs: Map<string, Quote[]>;
  /** Over which rates are crossed, the preferred one first. */
  currencies: string[];
  carryDays: number;
};

/** What a rate was made of. */
export type FoundRate = {
  /** Units of `to` for one unit of `from`. */
  rate: number;
  /** The day of the oldest published rate in it. */
  day: Day;
  /** The currency that it was crossed over. */
  via: string | null;
  sources: string[];
};

/**
 * Makes a book of rates; of two rates for one pair and day the later in the list wins. `base`:
 * crosses go over it where they can, else over the first currency by name that has both rates.
 * `carryDays`: how long a rate stands in for days without one, 7 when left out. Rates that are not
 * above 0 are left out (`checkRates` tells).
 * @example rateBook([{ from: 'EUR', to: 'SEK', day: 20_000, rate: 11.5 }]).currencies // ['EUR', 'SEK']
 */
export function rateBook(
  rates: readonly Rate[],
  { base, carryDays = CARRY_DAYS }: { base?: string; carryDays?: number } = {},
): RateBook {
  const days = new Map<string, Map<Day, Quote>>();
  const currencies = new Set<string>();
  for (const { from, to, day, rate, source = null } of rates) {
    if (!(rate > 0) || !Number.isFinite(rate)) continue;
    const key = `${from}>${to}`;
    const pair = days.get(key) ?? new Map<Day, Quote>();
    days.set(key, pair.set(day, { day, rate, source }));
    currencies.add(from).add(to);
  }
  const pairs = new Map<string, Quote[]>();
  for (const [key, pair] of days)
    pairs.set(
      key,
      [...pair.values()].sort((a, b) => a.day - b.day),
    );
  const names = [...currencies].sort();
  const first = base !== undefined && currencies.has(base) ? [base] : [];
  return { pairs, currencies: [...first, ...names.filter((one) => one !== base)], carryDays };
}

/**
 * How many units of `to` one unit of `from` is worth on a day, or null. Looks for the pair, then for
 * its reverse, then for both over one other currency; each at most `carryDays` old.
 * @example
 * const book = rateBook([{ from: 'SEK', to: 'EUR', day: 20_000, rate: 0.095 }]);
 * rateOn(book, { from: 'SEK', to: 'EUR', day: 20_002 }) // 0.095
 * rateOn(book, { from: 'SEK', to: 'EUR', day: 20_008 }) // null
 */
export function rateOn(book: RateBook, ask: { from: string; to: string; day: Day }): number | null {
  return findRate(book, ask)?.rate ?? null;
}

/**
 * The same with what it was made of: the day of publication, the currency it was crossed over, the
 * sources.
 * @example
 * const day = 20_000;
 * const rates = [{ from: 'EUR', to: 'USD', day, rate: 1.25 }, { from: 'EUR', to: 'SEK', day, rate: 12.5 }];
 * findRate(rateBook(rates), { from: 'SEK', to: 'USD', day }) // { rate: 0.1, day, via: 'EUR', sources: [] }
 */
export function findRate(
  book: RateBook,
  ask: { from: string; to: string; day: Day },
): FoundRate | null {
  if (ask.from === ask.to) return { rate: 1, day: ask.day, via: null, sources: [] };
  const direct = between(book, ask);
  if (direct !== null) return found([direct], null);
  for (const via of book.currencies) {
    const first = between(book, { ...ask, to: via });
    const second = first === null ? null : between(book, { ...ask, from: via });
    if (first !== null && second !== null) return found([first, second], via);
  }
  return null;
}

function found(quotes: Quote[], via: string | null): FoundRate {
  const sources = quotes.flatMap(({ source }) => (source === null ? [] : [source]));
  return {
    rate: quotes.reduce((product, quote) => product * quote.rate, 1),
    day: Math.min(...quotes.map((quote) => quote.day)),
    via,
    sources: [...new Set(sources)],
  };
}

function between(book: RateBook, ask: { from: string; to: string; day: Day }): Quote | null {
  const straight = latest(book, `${ask.from}>${ask.to}`, ask.day);
  if (straight !== null) return straight;
  const reverse = latest(book, `${ask.to}>${ask.from}`, ask.day);
  return reverse === null ? null : { ...reverse, rate: 1 / reverse.rate };
}

function latest(book: RateBook, key: string, day: Day): Quote | null {
  const pair = book.pairs.get(key);
  let low = 0;
  let high = (pair?.length ?? 0) - 1;
  let best: Quote | null = null;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const one = pair?.[middle];
    if (one && one.day <= day) {
      best = one;
      low = middle + 1;
    } else high = middle - 1;
  }
  return best && day - best.day <= book.carryDays ? best : null;
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
