import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GREGORIAN } from '../calendar/calendar.ts';
import { formatDay, parseDay } from '../shared/day.ts';
import { type Amount, convertAmounts } from './convert-amounts.ts';
import { findRate, rateBook } from './rates.ts';

const day = (text: string) => parseDay(text) ?? Number.NaN;
const amount = (currency: string, text: string, units: number): Amount => ({
  currency,
  day: day(text),
  micros: BigInt(Math.round(units * 1e6)),
});
const rate = (from: string, to: string, text: string, value: number) => ({
  ...{ from, to, day: day(text), rate: value },
  source: 'ecb',
});

describe('convertAmounts', () => {
  const friday = rateBook([rate('SEK', 'USD', '2026-01-02', 0.095)]);
  const byDay = { kind: 'transactionDate', book: friday } as const;

  it('converts cost and value alike, so that a ratio stays: 5.0', () => {
    const of = (units: number) =>
      convertAmounts({ amounts: [amount('SEK', '2026-01-02', units)], to: 'USD', rule: byDay });
    expect([of(1000).totalMicros, of(5000).totalMicros]).toEqual([95_000_000n, 475_000_000n]);
  });

  it('carries Friday’s rate over the weekend, and no rate for ever', () => {
    const amounts = ['2026-01-02', '2026-01-04', '2026-01-09', '2026-01-10'].map((text) =>
      amount('SEK', text, 1),
    );
    const answer = convertAmounts({ amounts, to: 'USD', rule: byDay });
    expect(answer.micros).toEqual([95_000n, 95_000n, 95_000n, null]);
    expect(answer.totalMicros).toBeNull();
    expect(answer.missing.map((one) => one.days.map(formatDay))).toEqual([['2026-01-10']]);
  });

  it('names each missing pair once, with its days', () => {
    const days = Array.from({ length: 8 }, (_, i) => `2026-03-0${i + 1}`);
    const amounts = [...days.toReversed(), '2026-03-01'].map((text) => amount('CHF', text, 1));
    const { warnings, missing } = convertAmounts({ amounts, to: 'USD', rule: byDay });
    expect(missing).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ code: 'missing_rate', severity: 'error' });
    expect(warnings[0]?.message).toBe(
      'There is no rate from CHF to USD for 2026-03-01, 2026-03-02, 2026-03-03, 2026-03-04, 2026-03-05 and 3 more days.',
    );
  });

  it('takes the mean of a month’s published rates, weekends left out', () => {
    const book = rateBook([
      rate('EUR', 'USD', '2026-01-30', 1.1),
      rate('EUR', 'USD', '2026-02-02', 1.2),
      rate('EUR', 'USD', '2026-02-03', 1.4),
    ]);
    const rule = { kind: 'periodAverage', book, unit: 'month', calendar: GREGORIAN } as const;
    const amounts = [amount('EUR', '2026-02-28', 10), amount('EUR', '2026-03-01', 10)];
    const answer = convertAmounts({ amounts, to: 'USD', rule });
    expect(answer.rates[0]).toBeCloseTo(1.3, 12);
    expect(answer.micros[1]).toBeNull();
  });

  it('averages crosses day by day', () => {
    const book = rateBook([
      rate('EUR', 'USD', '2026-02-02', 1.2),
      rate('EUR', 'SEK', '2026-02-02', 12),
      rate('EUR', 'USD', '2026-02-03', 1.2),
      rate('EUR', 'SEK', '2026-02-03', 6),
      rate('EUR', 'SEK', '2026-02-04', 1),
    ]);
    const rule = { kind: 'periodAverage', book, unit: 'month', calendar: GREGORIAN } as const;
    const amounts = [amount('SEK', '2026-02-28', 10)];
    expect(convertAmounts({ amounts, to: 'USD', rule }).rates[0]).toBeCloseTo(0.15, 12);
  });

  it('holds to the plan’s rate, whatever the day', () => {
    const rule = {
      kind: 'fixedPlanRate',
      rates: [{ from: 'EUR', to: 'USD', rate: 1.25 }],
    } as const;
    const amounts = [amount('EUR', '2020-01-01', 4), amount('USD', '2030-01-01', 1)];
    expect(convertAmounts({ amounts, to: 'USD', rule }).totalMicros).toBe(6_000_000n);
    const back = convertAmounts({ amounts, to: 'EUR', rule });
    expect(back.micros).toEqual([4_000_000n, 800_000n]);
  });

  it('without a rule refuses to add two currencies, and adds one', () => {
    const rule = { kind: 'none' } as const;
    const euros = [amount('EUR', '2026-01-01', 1), amount('EUR', '2026-01-02', 2)];
    expect(convertAmounts({ amounts: euros, to: 'EUR', rule }).totalMicros).toBe(3_000_000n);
    expect(() => convertAmounts({ amounts: euros, to: 'USD', rule })).toThrow('cannot be added');
  });

  it('of nothing is 0', () => {
    const answer = convertAmounts({ amounts: [], to: 'USD', rule: byDay });
    expect(answer).toMatchObject({ totalMicros: 0n, micros: [], warnings: [] });
  });

  it('sums to the sum of its parts', () => {
    const micros = fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), { maxLength: 20 });
    fc.assert(
      fc.property(micros, fc.double({ min: 0.001, max: 1000, noNaN: true }), (list, value) => {
        const book = rateBook([{ from: 'EUR', to: 'USD', day: 1, rate: value }]);
        const amounts = list.map((one) => ({ currency: 'EUR', day: 1, micros: one }));
        const rule = { kind: 'transactionDate', book } as const;
        const { totalMicros, micros: parts } = convertAmounts({ amounts, to: 'USD', rule });
        expect(totalMicros).toBe(parts.reduce<bigint>((a, b) => a + (b ?? 0n), 0n));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('findRate', () => {
  it('crosses over the base, and says so', () => {
    const rates = [
      rate('EUR', 'SEK', '2026-01-02', 12),
      rate('EUR', 'USD', '2026-01-05', 1.2),
      rate('CHF', 'SEK', '2026-01-05', 12),
      rate('CHF', 'USD', '2026-01-05', 1.1),
    ];
    const ask = { from: 'SEK', to: 'USD', day: day('2026-01-05') };
    const found = findRate(rateBook(rates, { base: 'EUR' }), ask);
    expect(found).toMatchObject({ via: 'EUR', day: day('2026-01-02'), sources: ['ecb'] });
    expect(found?.rate).toBeCloseTo(0.1, 12);
    expect(findRate(rateBook(rates), ask)?.via).toBe('CHF');
    expect(findRate(rateBook(rates, { base: 'EUR', carryDays: 2 }), ask)?.via).toBe('CHF');
    expect(findRate(rateBook(rates, { base: 'GBP' }), ask)?.via).toBe('CHF');
  });
});
