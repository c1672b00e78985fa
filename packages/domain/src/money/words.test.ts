import { describe, expect, it } from 'vitest';
import { GREGORIAN } from '../calendar/calendar.ts';
import { parseDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import { type Allotment, allocateLine } from './allocate-line.ts';
import { checkRates } from './check-rates.ts';
import { convertAmounts } from './convert-amounts.ts';
import { minorDigits } from './currencies.ts';
import { microsToMinor } from './minor-units.ts';
import { findRate, rateBook } from './rates.ts';
import { splitMicros, splitMoney } from './split-micros.ts';

// What a person reads when money cannot be counted as asked, word by word.

const DAY = parseDay('2026-05-04') ?? 0;
const rate = (from: string, to: string, value: number) => ({ from, to, day: DAY, rate: value });

function refusal(work: () => unknown): { code: string; message: string; hint: string | null } {
  try {
    work();
  } catch (error) {
    if (error instanceof MopsError) {
      const { code, message, hint } = error;
      return { code, message, hint: hint ?? null };
    }
  }
  throw new Error('Nothing was refused.');
}

const line = (lineMicros: number, to: Allotment[]) => () =>
  allocateLine({ lineMicros, currency: 'EUR', to });

describe('refusals', () => {
  it.each<[string, () => unknown, string, string]>([
    [
      'part of a micro',
      () => splitMicros(0.5, [1]),
      '0.5 is no exact whole amount.',
      'Give an integer of millionths.',
    ],
    [
      'a weight below 0, also the first',
      () => splitMicros(1, [-1, 1]),
      'A weight is -1.',
      'Give weights of 0 or more.',
    ],
    [
      'no weight',
      () => splitMicros(1, [0]),
      'No weight is above 0.',
      'Say how the amount is to be split.',
    ],
    [
      'half a cent',
      () => splitMoney({ totalMicros: 5000, weights: [1], currency: 'USD' }),
      '5000 micros are no whole minor units of USD.',
      'Round the total first.',
    ],
    [
      'a line below 0',
      line(-10_000, []),
      'The amount is below 0.',
      'Allocate what there is to spend.',
    ],
    [
      'a part of a cent',
      line(1e6, [{ id: 'a', amountMicros: 5000 }]),
      '5000 micros for a are no amount of EUR.',
      'Give whole cents of 0 or more.',
    ],
    [
      'more than there is',
      line(1e6, [{ id: 'a', amountMicros: 1.5e6 }]),
      '0.5 more is given away than there is.',
      'Lower a part.',
    ],
    [
      'less than there is',
      line(1e6, [{ id: 'a', amountMicros: 0.5e6 }]),
      '0.5 is left over.',
      'Raise a part or name who takes the rest.',
    ],
    [
      '3,000 %',
      line(1e6, [{ id: 'a', percent: 3000 }]),
      'A percentage is not between 0 and 100.',
      'Give 30 for 30 %.',
    ],
    [
      '110 % in all',
      line(1e6, [
        { id: 'a', percent: 55 },
        { id: 'b', percent: 55 },
      ]),
      'The percentages are more than 100 in all.',
      'Lower one.',
    ],
    [
      'a line of part of a cent',
      line(1, [{ id: 'a', rest: true }]),
      '1 micros are no amount of EUR.',
      'Give whole cents.',
    ],
    [
      'two currencies without a rule',
      () =>
        convertAmounts({
          amounts: [{ currency: 'EUR', day: DAY, micros: 1n }],
          to: 'USD',
          rule: { kind: 'none' },
        }),
      'Amounts in EUR and USD cannot be added as they are.',
      'Choose a rule for exchange rates.',
    ],
    [
      'a word that is no currency',
      () => minorDigits('EURO'),
      'There is no currency “EURO”.',
      'Use a code of ISO 4217 in capitals, like EUR.',
    ],
    [
      'what no number holds',
      () => microsToMinor(2 ** 53, 'USD'),
      '9007199254740992 is no exact whole amount.',
      'Give an integer of at most 9,007,199,254,740,991.',
    ],
  ])('of %s', (_name, work, message, hint) => {
    expect(refusal(work)).toEqual({ code: 'INVALID', message, hint });
  });
});

describe('findings', () => {
  const told = (rates: ReturnType<typeof rate>[]) =>
    checkRates(rates).map(({ code, message, hint }) => [code, message, hint]);

  it('name the rate, the day and what to do', () => {
    expect(told([rate('EUR', 'USDT', 1)])).toEqual([
      ['unknown_currency', 'There is no currency “USDT”.', 'Use ISO 4217.'],
    ]);
    expect(told([rate('EUR', 'USD', -1)])).toEqual([
      ['bad_rate', 'The rate from EUR to USD of 2026-05-04 is -1.', 'A rate is above 0.'],
    ]);
    expect(told([rate('EUR', 'USD', 1.1), rate('EUR', 'USD', 1.2)])).toEqual([
      [
        'two_rates',
        'The rate from EUR to USD of 2026-05-04 is 1.1 and 1.2.',
        'The later one in the list is used.',
      ],
    ]);
    expect(told([rate('EUR', 'USD', 1.25), rate('USD', 'EUR', 0.9)])).toEqual([
      [
        'not_inverse',
        'The rate from EUR to USD of 2026-05-04 is 1.25, and back 0.9: not each other’s reverse.',
        'Load both from one source.',
      ],
    ]);
    expect(told([rate('EUR', 'SEK', 12), rate('EUR', 'USD', 1), rate('SEK', 'USD', 0.1)])).toEqual([
      [
        'not_triangular',
        'The rate from EUR to USD of 2026-05-04 is 20.00 % off the way over SEK.',
        'Load rates of one source only.',
      ],
    ]);
  });

  it('are none where a rate is told twice, or is off by no more than allowed', () => {
    expect(told([rate('EUR', 'USD', 1.1), rate('EUR', 'USD', 1.1)])).toEqual([]);
    const rates = [rate('EUR', 'USD', 2), rate('USD', 'EUR', 0.625)];
    expect(checkRates(rates, { toleranceShare: 0.25 })).toEqual([]);
    expect(checkRates(rates, { toleranceShare: 0.2 }).map((one) => one.code)).toEqual([
      'not_inverse',
    ]);
    const triangle = [rate('EUR', 'SEK', 1.25), rate('EUR', 'USD', 1), rate('SEK', 'USD', 1)];
    expect(checkRates(triangle, { toleranceShare: 0.25 })).toEqual([]);
    // Nothing crosses: two pairs share no third currency.
    expect(told([rate('EUR', 'SEK', 12), rate('GBP', 'USD', 1.3)])).toEqual([]);
    expect(told([rate('EUR', 'SEK', 12), rate('EUR', 'USD', 1.1)])).toEqual([]);
    expect(told([rate('SEK', 'USD', 12), rate('EUR', 'USD', 1.1)])).toEqual([]);
  });

  it('of missing rates name up to five days', () => {
    const amounts = (count: number) =>
      Array.from({ length: count }, (_, i) => ({ currency: 'CHF', day: DAY + i, micros: 1n }));
    const warnings = (count: number) =>
      convertAmounts({
        amounts: amounts(count),
        to: 'EUR',
        rule: { kind: 'transactionDate', book: rateBook([]) },
      }).warnings.map(({ message, hint }) => [message, hint]);
    const hint = 'Load exchange rates for these days, or choose a plan rate.';
    expect(warnings(1)).toEqual([['There is no rate from CHF to EUR for 2026-05-04.', hint]]);
    const five = '2026-05-04, 2026-05-05, 2026-05-06, 2026-05-07, 2026-05-08';
    expect(warnings(5)).toEqual([[`There is no rate from CHF to EUR for ${five}.`, hint]]);
    expect(warnings(6)).toEqual([
      [`There is no rate from CHF to EUR for ${five} and 1 more days.`, hint],
    ]);
  });
});

describe('what a rate was made of', () => {
  it('is nothing for a currency itself, and one source once', () => {
    const book = rateBook([
      { ...rate('EUR', 'USD', 1.25), source: 'ecb' },
      rate('EUR', 'SEK', 12.5),
    ]);
    const of = (from: string, to: string) => findRate(book, { from, to, day: DAY });
    expect(of('EUR', 'EUR')).toEqual({ rate: 1, day: DAY, via: null, sources: [] });
    expect(of('EUR', 'SEK')).toEqual({ rate: 12.5, day: DAY, via: null, sources: [] });
    expect(of('SEK', 'USD')).toEqual({ rate: 0.1, day: DAY, via: 'EUR', sources: ['ecb'] });
    // Half a cross is none.
    expect(of('USD', 'CHF')).toBeNull();
  });

  it('the base comes first among the currencies, once', () => {
    const rates = [rate('EUR', 'USD', 1.1), rate('CHF', 'EUR', 1)];
    expect(rateBook(rates).currencies).toEqual(['CHF', 'EUR', 'USD']);
    expect(rateBook(rates, { base: 'USD' }).currencies).toEqual(['USD', 'CHF', 'EUR']);
    expect(rateBook(rates, { base: 'GBP' }).currencies).toEqual(['CHF', 'EUR', 'USD']);
  });

  it('a mean over a period takes its first and its last day', () => {
    const on = (text: string, value: number) => ({
      ...rate('EUR', 'USD', value),
      day: parseDay(text) ?? 0,
    });
    const book = rateBook([on('2026-05-01', 1), on('2026-05-31', 3), on('2026-06-01', 100)]);
    const answer = convertAmounts({
      amounts: [{ currency: 'EUR', day: DAY, micros: 10n }],
      to: 'USD',
      rule: { kind: 'periodAverage', book, unit: 'month', calendar: GREGORIAN },
    });
    expect(answer.rates).toEqual([2]);
  });
});
