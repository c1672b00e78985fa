import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REFERENCE } from './fixtures/reference.ts';
import * as statistics from './index.ts';
import {
  betaQuantile,
  chiSquareCdf,
  chiSquareQuantile,
  chiSquareUpper,
  erf,
  erfc,
  fisherFCdf,
  fisherFQuantile,
  fisherFUpper,
  incompleteBeta,
  normalCdf,
  normalPoint,
  normalQuantile,
  normalUpper,
  studentTCdf,
  studentTQuantile,
  studentTUpper,
} from './index.ts';

const call = statistics as unknown as Record<string, (...args: unknown[]) => number>;
const runs = { numRuns: 1000 };

describe('distributions', () => {
  it.each(REFERENCE)('%s(%j) is %d', (name, args, expected) => {
    const found = call[name]?.(...args) ?? Number.NaN;
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * Math.abs(expected));
  });

  it('both tails are one, everywhere', () => {
    const line = fc.record({
      z: fc.double({ min: -60, max: 60, noNaN: true }),
      df: fc.double({ min: 0.05, max: 1e6, noNaN: true }),
      df2: fc.double({ min: 0.05, max: 1e6, noNaN: true }),
    });
    fc.assert(
      fc.property(line, ({ z, df, df2 }) => {
        const x = Math.abs(z);
        expect(normalCdf(z) + normalUpper(z)).toBeCloseTo(1, 13);
        expect(erf(z) + erfc(z)).toBeCloseTo(1, 13);
        expect(studentTCdf(z, df) + studentTUpper(z, df)).toBeCloseTo(1, 13);
        expect(chiSquareCdf(x, df) + chiSquareUpper(x, df)).toBeCloseTo(1, 13);
        expect(fisherFCdf(x, { df1: df, df2 }) + fisherFUpper(x, { df1: df, df2 })).toBeCloseTo(
          1,
          13,
        );
      }),
      runs,
    );
  });

  it('a quantile leads back to its probability', () => {
    const cases = fc.record({
      p: fc.oneof(
        fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }),
        fc.double({ min: -30, max: -0.4, noNaN: true }).map((log) => 10 ** log),
      ),
      a: fc.double({ min: 0.3, max: 5000, noNaN: true }),
      b: fc.double({ min: 0.3, max: 5000, noNaN: true }),
    });
    fc.assert(
      fc.property(cases, ({ p, a, b }) => {
        const back = (found: number) => expect(Math.abs(found / p - 1)).toBeLessThan(1e-9);
        back(normalCdf(normalQuantile(p)));
        back(studentTCdf(studentTQuantile(p, a), a));
        back(chiSquareCdf(chiSquareQuantile(p, a), a));
        back(fisherFCdf(fisherFQuantile(p, { df1: a, df2: b }), { df1: a, df2: b }));
        const x = betaQuantile(p, { a, b });
        if (x < 0.999) back(incompleteBeta(x, a, b));
      }),
      runs,
    );
  });

  it('extreme tails stay numbers', () => {
    expect(normalCdf(-50)).toBe(0);
    expect(normalCdf(Number.POSITIVE_INFINITY)).toBe(1);
    expect(normalQuantile(5e-324)).toBeCloseTo(-38.47, 2);
    expect(studentTUpper(1e200, 1)).toBeGreaterThan(0);
    expect(studentTUpper(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(studentTUpper(3, 1e15)).toBe(normalUpper(3));
    expect(studentTQuantile(0.975, 1e15)).toBe(normalQuantile(0.975));
    expect(chiSquareUpper(1e308, 3)).toBe(0);
    expect(chiSquareUpper(Number.POSITIVE_INFINITY, 3)).toBe(0);
    expect(fisherFUpper(1e308, { df1: 1e10, df2: 3 })).toBe(0);
    expect(fisherFCdf(Number.POSITIVE_INFINITY, { df1: 1, df2: 3 })).toBe(1);
    expect(incompleteBeta(0.5, 1e12, 1e12)).toBeCloseTo(0.5, 13);
    expect(betaQuantile(0, { a: 1, b: 2 })).toBe(0);
  });

  it.each([
    [() => normalQuantile(0)],
    [() => normalQuantile(Number.NaN)],
    [() => normalPoint(1)],
    [() => normalCdf(Number.NaN)],
    [() => studentTQuantile(1, 5)],
    [() => studentTQuantile(1e-300, 0.1)],
    [() => studentTUpper(1, 0)],
    [() => studentTUpper(Number.NaN, 3)],
    [() => chiSquareUpper(-1, 3)],
    [() => chiSquareUpper(1, Number.NaN)],
    [() => chiSquareQuantile(1, 3)],
    [() => fisherFUpper(-1, { df1: 1, df2: 1 })],
    [() => fisherFQuantile(0.5, { df1: 0, df2: 1 })],
    [() => incompleteBeta(2, 1, 1)],
    [() => incompleteBeta(0.5, -1, 1)],
    [() => betaQuantile(-0.1, { a: 1, b: 1 })],
    [() => statistics.logGamma(0)],
    [() => statistics.incompleteGamma(1, Number.NaN)],
    [() => erf(Number.NaN)],
  ])('refuses %s with a hint', (ask) => {
    expect(ask).toThrow(expect.objectContaining({ code: 'INVALID', hint: expect.any(String) }));
  });
});
