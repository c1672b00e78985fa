import type { Calendar, DayRange } from '../calendar/calendar.ts';
import { type CalendarUnit, unitOf } from '../calendar/units.ts';
import { type Day, formatDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import type { Issue } from '../shared/issue.ts';
import { convertMicros, type Rate, type RateBook, rateBook, rateOn } from './rates.ts';

/** An amount of money on a day. */
export type Amount = { currency: string; day: Day; micros: bigint };

/** Which rate counts. Each rule gives the same answer next month, as long as its rates stay. */
export type FxRule =
  /** The rate of the amount's own day, carried over weekends and holidays. */
  | { kind: 'transactionDate'; book: RateBook }
  /** The mean of the rates published in the amount's month, quarter or year. */
  | { kind: 'periodAverage'; book: RateBook; unit: CalendarUnit; calendar: Calendar }
  /** One rate for each pair, set when the plan was made; the day of its rates does not matter. */
  | { kind: 'fixedPlanRate'; rates: readonly Omit<Rate, 'day'>[] }
  /** Nothing is converted; an amount of another currency is an error. */
  | { kind: 'none' };

/** A pair of which rates are missing, and the days that would have needed one. */
export type MissingRate = { from: string; to: string; days: Day[] };

export type Converted = {
  /** Sum of all amounts; null when a rate is missing, because a part is not the whole. */
  totalMicros: bigint | null;
  currency: string;
  /** Amount by amount; null: no rate. */
  micros: (bigint | null)[];
  /** Amount by amount: units of the target for one unit. */
  rates: (number | null)[];
  missing: MissingRate[];
  method: FxRule['kind'];
  version: 1;
  /** `missing_rate`, one for each pair. */
  warnings: Issue[];
};

/**
 * Amounts of several currencies in one, each converted by itself, to the micro. A missing rate is
 * never guessed: the amount and the total are null, and a finding names the pair and the days.
 * INVALID where the rule is `none` and currencies differ.
 * @example
 * const book = rateBook([{ from: 'SEK', to: 'USD', day: 20_000, rate: 0.095 }]);
 * const amounts = [{ currency: 'SEK', day: 20_000, micros: 1_000_000_000n }];
 * const rule = { kind: 'transactionDate', book };
 * convertAmounts({ amounts, to: 'USD', rule }) // { totalMicros: 95_000_000n, missing: [], … }
 */
export function convertAmounts(input: {
  amounts: readonly Amount[];
  to: string;
  rule: FxRule;
}): Converted {
  const { amounts, to, rule } = input;
  const find = rateFinder(rule, to);
  const missing = new Map<string, Set<Day>>();
  const rates = amounts.map(({ currency, day }) => {
    if (currency === to) return 1;
    const rate = find(currency, day);
    if (rate === null) missing.set(currency, (missing.get(currency) ?? new Set()).add(day));
    return rate;
  });
  const micros = amounts.map((amount, i) => {
    const rate = rates[i] ?? null;
    return rate === null ? null : convertMicros(amount.micros, rate);
  });
  const known = micros.filter((one) => one !== null);
  const gaps = [...missing].map(([from, days]) => ({
    ...{ from, to },
    days: [...days].sort((a, b) => a - b),
  }));
  return {
    totalMicros: gaps.length > 0 ? null : known.reduce((sum, one) => sum + one, 0n),
    currency: to,
    micros,
    rates,
    missing: gaps,
    method: rule.kind,
    version: 1,
    warnings: gaps.map(missingIssue),
  };
}

function rateFinder(rule: FxRule, to: string): (from: string, day: Day) => number | null {
  switch (rule.kind) {
    case 'transactionDate':
      return (from, day) => rateOn(rule.book, { from, to, day });
    case 'fixedPlanRate': {
      const book = rateBook(rule.rates.map((rate) => ({ ...rate, day: 0 })));
      return (from) => rateOn(book, { from, to, day: 0 });
    }
    case 'periodAverage': {
      const known = new Map<string, number | null>();
      return (from, day) => {
        const days = unitOf(day, rule.unit, rule.calendar);
        const key = `${from} ${days.from}`;
        const rate = known.get(key) ?? averageRate(rule.book, { from, to, days });
        known.set(key, rate);
        return rate;
      };
    }
    case 'none':
      return (from) => {
        const message = `Amounts in ${from} and ${to} cannot be added as they are.`;
        throw new MopsError('INVALID', message, 'Choose a rule for exchange rates.');
      };
  }
}

// The mean over the days of a period that have a rate of their own; null when there are none.
function averageRate(
  book: RateBook,
  { from, to, days }: { from: string; to: string; days: DayRange },
): number | null {
  const daily = { ...book, carryDays: 0 };
  let sum = 0;
  let count = 0;
  for (let day = days.from; day <= days.to; day++) {
    const rate = rateOn(daily, { from, to, day });
    if (rate === null) continue;
    sum += rate;
    count++;
  }
  return count === 0 ? null : sum / count;
}

const MOST_DAYS_NAMED = 5;

function missingIssue({ from, to, days }: MissingRate): Issue {
  const named = days.slice(0, MOST_DAYS_NAMED).map(formatDay).join(', ');
  const more = days.length - MOST_DAYS_NAMED;
  const when = more > 0 ? `${named} and ${more} more days` : named;
  return {
    code: 'missing_rate',
    severity: 'error',
    message: `There is no rate from ${from} to ${to} for ${when}.`,
    hint: 'Load exchange rates for these days, or choose a plan rate.',
    line: null,
    field: null,
  };
}
