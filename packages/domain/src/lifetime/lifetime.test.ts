import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedPurchases, expectedPurchasesOfNew, probabilityAlive } from './expect-purchases.ts';
import { fitBgNbd } from './fit-bg-nbd.ts';
import { fitGammaGamma } from './fit-gamma-gamma.ts';
import { expectedLifetime, fitSbg } from './fit-sbg.ts';
import { hypergeometric } from './hypergeometric.ts';
import { summarisePurchases } from './summarise-purchases.ts';
import { valueCustomers } from './value-customers.ts';

const INVALID = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });
const positive = (max: number) => fc.double({ min: 0.05, max, noNaN: true });

describe('hypergeometric', () => {
  // Abramowitz & Stegun 15.1: closed forms.
  it.each([
    [1, 1, 2, 0.5, -Math.log(0.5) / 0.5],
    [1, 1, 2, -3, Math.log(4) / 3],
    [2.5, 1, 1, 0.9, 0.1 ** -2.5],
    [0.5, 0.5, 1.5, 0.25, Math.asin(0.5) / 0.5],
    [0.5, 1, 1.5, -1, Math.atan(1)],
    [3, 0, 2, 0.7, 1],
  ])('F(%d, %d; %d; %d)', (a, b, c, z, expected) => {
    expect(hypergeometric(a, b, c, z) / expected).toBeCloseTo(1, 12);
  });
});

describe('expected purchases', () => {
  const customer = fc
    .record({
      frequency: fc.integer({ min: 1, max: 40 }),
      recency: positive(100),
      wait: positive(100),
    })
    .map(({ frequency, recency, wait }) => ({ frequency, recency, age: recency + wait }));
  const bgNbd = fc.record({ r: positive(3), alpha: positive(30), a: positive(4), b: positive(6) });
  const paretoNbd = fc.record({
    r: positive(3),
    alpha: positive(30),
    s: positive(3),
    beta: positive(30),
  });

  it('are between none and what a customer who stays would buy, and grow with time', () => {
    fc.assert(
      fc.property(customer, fc.oneof(bgNbd, paretoNbd), positive(300), (one, model, time) => {
        const alive = probabilityAlive(model, one);
        expect(alive).toBeGreaterThanOrEqual(0);
        expect(alive).toBeLessThanOrEqual(1);
        const rate = (model.r + one.frequency) / (model.alpha + one.age);
        const bought = expectedPurchases(model, one, time);
        expect(bought).toBeLessThanOrEqual(rate * time * (1 + 1e-7) + 1e-9);
        expect(bought).toBeGreaterThanOrEqual(-1e-9);
        expect(expectedPurchases(model, one, time * 2)).toBeGreaterThanOrEqual(bought - 1e-9);
      }),
      { numRuns: 1000 },
    );
  });

  it('pass through the points where the formulas divide by zero', () => {
    const one = { frequency: 2, recency: 5, age: 9 };
    const at = (a: number) => expectedPurchases({ r: 0.5, alpha: 5, a, b: 2 }, one, 10);
    expect(at(1)).toBeCloseTo((at(0.999) + at(1.001)) / 2, 5);
    const pareto = (s: number) => expectedPurchases({ r: 0.5, alpha: 5, s, beta: 8 }, one, 10);
    expect(pareto(1)).toBeCloseTo((pareto(0.999) + pareto(1.001)) / 2, 5);
    expect(expectedPurchases({ r: 0.5, alpha: 5, a: 2, b: 2 }, one, 0)).toBe(0);
  });

  it('begin at the mean buying rate r/α', () => {
    const model = { r: 0.4, alpha: 8, a: 0.8, b: 2.5 };
    expect(expectedPurchasesOfNew(model, 1e-6) / 1e-6).toBeCloseTo(0.05, 6);
    expect(() => expectedPurchasesOfNew(model, -1)).toThrow(INVALID);
  });
});

describe('refusals', () => {
  const good = { frequency: 1, recency: 2, age: 5 };
  it.each([
    ['nobody', []],
    ['only first purchases', [{ frequency: 0, recency: 0, age: 5 }]],
    ['a frequency that is no count', [{ ...good, frequency: 1.5 }]],
    ['a negative frequency', [{ ...good, frequency: -1 }]],
    ['a recency beyond the age', [{ ...good, recency: 6 }]],
    ['a repeat purchase at the start', [{ ...good, recency: 0 }]],
    ['a recency without a repeat purchase', [{ ...good, frequency: 0 }]],
    ['no age', [{ ...good, age: 0, recency: 0, frequency: 0 }]],
    ['what is no number', [{ ...good, age: Number.NaN }]],
  ])('%s', (_what, customers) => {
    expect(() => fitBgNbd(customers)).toThrow(INVALID);
  });

  it('values that are all equal, negative, or of too few', () => {
    const many = (values: number[]) => values.map((meanValue) => ({ ...good, meanValue }));
    expect(() => fitGammaGamma(many([5, 5, 5, 5]))).toThrow(INVALID);
    expect(() => fitGammaGamma(many([5, 6]))).toThrow(INVALID);
    expect(() => fitGammaGamma(many([5, 6, -7]))).toThrow(INVALID);
  });

  it('warns of few customers and of values that go with frequency', () => {
    const customers = Array.from({ length: 40 }, (_, i) => ({
      frequency: 1 + (i % 8),
      recency: 3 + (i % 5),
      age: 10,
      meanValue: 10 + 20 * (i % 8) + (i % 3),
    }));
    expect(fitBgNbd(customers).warnings.map(({ code }) => code)).toContain('few_customers');
    expect(fitGammaGamma(customers).warnings.map(({ code }) => code)).toContain('correlated_value');
  });
});

describe('sBG', () => {
  // Fader & Hardie 2007, table 1 and p. 80: regular and high-end customers of a subscription.
  it.each([
    ['regular', [1000, 631, 468, 382, 326, 289, 262, 241], 0.704, 1.182],
    ['high-end', [1000, 869, 743, 653, 593, 551, 517, 491], 0.668, 3.806],
  ])('%s', (_name, survivors, alpha, beta) => {
    const fit = fitSbg(survivors);
    expect(fit.parameters.alpha).toBeCloseTo(alpha, 3);
    expect(fit.parameters.beta).toBeCloseTo(beta, 3);
    expect(fit.warnings).toEqual([]);
    expect(fit.standardErrors?.every((error) => error > 0)).toBe(true);
    for (const [i, share] of fit.fitted.entries())
      expect(Math.abs(share - (fit.seen[i] ?? 0))).toBeLessThan(0.03);
  });

  it('sums survival to a lifetime', () => {
    const parameters = { alpha: 2, beta: 5 };
    const all = expectedLifetime(parameters, { discountRate: 0, periods: 500_000 });
    // E[T] of the beta–geometric is (α + β − 1) / (α − 1).
    expect(all).toBeCloseTo(6, 3);
    expect(() => expectedLifetime(parameters, { discountRate: -0.1, periods: 3 })).toThrow(INVALID);
  });

  it.each([[[]], [[5, 4]], [[5, 6, 4]], [[5, 5, 5]], [[0, 0, 0]], [[5, Number.NaN, 1]]])(
    'refuses %j',
    (survivors) => {
      expect(() => fitSbg(survivors)).toThrow(INVALID);
    },
  );
});

describe('valueCustomers', () => {
  const rules = {
    buying: { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 },
    spending: { p: 6.25, q: 3.74, v: 15.44 },
    horizon: 39,
  };
  const customers = [{ frequency: 2, recency: 30.43, age: 38.86, meanValue: 22.35 }];

  it('is worth less when later money counts less, and scales with the margin', () => {
    const [plain] = valueCustomers(customers, rules);
    const [discounted] = valueCustomers(customers, { ...rules, discountRate: 0.01 });
    const [margin] = valueCustomers(customers, { ...rules, margin: 0.3 });
    const value = plain?.lifetimeValue ?? 0;
    expect(value).toBeCloseTo((plain?.expectedPurchases ?? 0) * (plain?.expectedValue ?? 0), 10);
    expect(discounted?.lifetimeValue).toBeLessThan(value);
    expect(discounted?.lifetimeValue).toBeGreaterThan(value / 1.01 ** 39);
    expect(margin?.lifetimeValue).toBeCloseTo(value * 0.3, 10);
  });

  it('counts purchases only where there are no values', () => {
    const [one] = valueCustomers(customers, {
      ...rules,
      spending: null,
      horizon: 2.5,
      discountRate: 0.1,
    });
    expect(one).toMatchObject({ expectedValue: null, lifetimeValue: null });
    expect(one?.expectedPurchases).toBeGreaterThan(0);
  });

  it.each([{ horizon: 0 }, { horizon: Number.NaN }, { discountRate: -1 }, { margin: Number.NaN }])(
    'refuses %j',
    (wrong) => {
      expect(() => valueCustomers(customers, { ...rules, ...wrong })).toThrow(INVALID);
    },
  );
});

describe('summarisePurchases', () => {
  const buy = (customer: string, day: number, value = 10) => ({ customer, day, value });

  it('counts days, not receipts, and leaves the first out of the mean', () => {
    const purchases = [
      buy('ann', 14, 5),
      buy('ann', 0, 99),
      buy('ann', 14, 15),
      buy('ann', 21, 30),
      buy('new', 35),
    ];
    expect(summarisePurchases(purchases, { endDay: 35 })).toEqual([
      { customer: 'ann', frequency: 2, recency: 3, age: 5, meanValue: 25 },
    ]);
  });

  it('refuses nothing, purchases after the end and values that are none', () => {
    expect(() => summarisePurchases([], { endDay: 1 })).toThrow(INVALID);
    expect(() => summarisePurchases([buy('a', 2)], { endDay: 1 })).toThrow(INVALID);
    expect(() => summarisePurchases([buy('a', 0, Number.NaN)], { endDay: 1 })).toThrow(INVALID);
    expect(() => summarisePurchases([buy('a', Infinity)], { endDay: 1 })).toThrow(INVALID);
    // Days in words, and customers counted as people count.
    expect(() => summarisePurchases([buy('ann', 19_782)], { endDay: 19_723 })).toThrow(
      expect.objectContaining({ message: expect.stringContaining('2024-02-29') }),
    );
    const early = { frequency: 1, recency: 11, age: 10 };
    expect(() => fitBgNbd([{ ...early, recency: 1 }, early])).toThrow(
      expect.objectContaining({ message: expect.stringContaining('Customer 2') }),
    );
  });

  it('gives customers that the fits accept, whatever the order of purchases', () => {
    const any = fc.record({
      customer: fc.constantFrom('a', 'b', 'c'),
      day: fc.nat(60),
      value: fc.nat(99),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 1, maxLength: 20 }), (purchases) => {
        const byName = (list: Purchases) =>
          summarisePurchases(list, { endDay: 60 }).toSorted((a, b) =>
            a.customer < b.customer ? -1 : 1,
          );
        type Purchases = typeof purchases;
        const summaries = byName(purchases);
        expect(byName(purchases.toReversed())).toEqual(summaries);
        for (const { frequency, recency, age } of summaries) {
          expect(recency <= age && frequency > 0 === recency > 0).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
