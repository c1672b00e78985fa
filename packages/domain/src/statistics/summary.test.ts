import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAD_TO_SIGMA,
  mean,
  median,
  medianAbsoluteDeviation,
  normalQuantile,
  quantile,
  variance,
} from './index.ts';

const refusal = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });

describe('summaries', () => {
  it('quantiles are of type 7', () => {
    // R 4.2: quantile(c(2, 3, 5, 7, 11, 13), c(.1, .25, .9))
    const primes = [13, 2, 11, 3, 7, 5];
    expect(quantile(primes, 0.1)).toBe(2.5);
    expect(quantile(primes, 0.25)).toBe(3.5);
    expect(quantile(primes, 0.9)).toBe(12);
    expect(quantile(primes, 1)).toBe(13);
    expect(primes[0]).toBe(13);
  });

  it('the MAD is scaled to a normal standard deviation', () => {
    expect(MAD_TO_SIGMA).toBeCloseTo(1 / normalQuantile(0.75), 14);
    expect(medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9])).toBe(1);
  });

  it('mean and variance survive a large offset', () => {
    expect(mean([1e16, 1, -1e16])).toBe(1 / 3);
    expect(variance([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).toBe(30);
  });

  it('order does not matter, and a shift only shifts', () => {
    const values = fc.array(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, fc.integer({ min: -1e6, max: 1e6 }), (list, by) => {
        const moved = list.map((value) => value + by).reverse();
        expect(median(moved)).toBe(median(list) + by);
        expect(medianAbsoluteDeviation(moved)).toBe(medianAbsoluteDeviation(list));
        expect(variance(moved)).toBeCloseTo(variance(list), 2);
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses nothing and NaN', () => {
    expect(() => mean([])).toThrow(refusal);
    expect(() => median([1, Number.NaN])).toThrow(refusal);
    expect(() => variance([1])).toThrow(refusal);
    expect(() => quantile([1, 2], 1.5)).toThrow(refusal);
    expect(() => quantile([], 0.5)).toThrow(refusal);
    expect(() => mean([1, Number.POSITIVE_INFINITY])).toThrow(refusal);
  });
});
