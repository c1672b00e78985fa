import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Adstock, adstockWeights, applyAdstock, carryover } from './adstock.ts';
import { hill, robynHill } from './saturation.ts';

const close = (numbers: readonly number[], expected: readonly number[], digits: number) => {
  expect(numbers.length).toBe(expected.length);
  for (const [i, number] of numbers.entries())
    expect(number).toBeCloseTo(expected[i] as number, digits);
};

// Values of Robyn 3.12 in R.
describe('Robyn’s transformations', () => {
  it('geometric', () => {
    const carried = applyAdstock(Array(5).fill(100), { kind: 'geometric', theta: 0.5 });
    expect(carried).toEqual([100, 150, 175, 187.5, 193.75]);
  });

  it.each([
    ['weibull-pdf', [1, 0.43235, 0.20395, 0.07891, 0]],
    ['weibull-cdf', [1, 0.56138, 0.24812, 0.09128, 0.02877]],
  ] as const)('%s', (kind, weights) => {
    close(adstockWeights({ kind, shape: 0.5, scale: 0.5, window: 5 }, 5), weights, 5);
  });

  it('Hill', () => {
    const saturated = robynHill([100, 150, 170, 190, 200], { alpha: 3, gamma: 0.5 });
    close(saturated, [0.5, 0.7714285714, 0.8308811094, 0.8727573483, 0.8888888889], 10);
  });

  it('nothing carried over where shape or scale is 0', () => {
    const adstock: Adstock = { kind: 'weibull-cdf', shape: 0, scale: 0.5, window: 3 };
    expect(applyAdstock([5, 7, 9], adstock)).toEqual([5, 7, 9]);
    expect(adstockWeights({ kind: 'weibull-pdf', shape: 1, scale: 0.5, window: 1 }, 1)).toEqual([
      1,
    ]);
  });
});

// Meridian, adstock_hill.py: weights α^l or (1 − l/W)^(1/α − 1), divided by their sum.
describe('Meridian’s transformations', () => {
  it('geometric, normalised over a window', () => {
    const adstock: Adstock = { kind: 'geometric', theta: 0.5, window: 3, isNormalised: true };
    close(adstockWeights(adstock, 9), [4 / 7, 2 / 7, 1 / 7], 14);
    expect(carryover(adstock)).toBeCloseTo(1, 14);
  });

  it('binomial', () => {
    close(adstockWeights({ kind: 'binomial', alpha: 0.5, window: 4 }, 9), [0.4, 0.3, 0.2, 0.1], 14);
    expect(adstockWeights({ kind: 'binomial', alpha: 0, window: 3 }, 9)).toEqual([1, 0, 0]);
    close(
      adstockWeights({ kind: 'binomial', alpha: 1, window: 4 }, 9),
      [0.25, 0.25, 0.25, 0.25],
      14,
    );
  });

  it('Hill with ec and slope', () => {
    expect(hill(3, { half: 3, slope: 2 })).toBe(0.5);
    expect(hill(6, { half: 3, slope: 2 })).toBeCloseTo(0.8, 14);
    expect(hill(0, { half: 3, slope: 0.5 })).toBe(0);
  });
});

describe('carry-over', () => {
  it('is what constant spend comes to', () => {
    const adstocks = fc.oneof(
      fc.record({
        kind: fc.constant('geometric' as const),
        theta: fc.double({ min: 0, max: 0.9, noNaN: true }),
      }),
      fc.record({
        kind: fc.constantFrom('weibull-pdf' as const, 'weibull-cdf' as const),
        shape: fc.double({ min: 0, max: 9, noNaN: true }),
        scale: fc.double({ min: 0, max: 1, noNaN: true }),
        window: fc.integer({ min: 1, max: 30 }),
      }),
      fc.record({
        kind: fc.constant('binomial' as const),
        alpha: fc.double({ min: 0, max: 1, noNaN: true }),
        window: fc.integer({ min: 1, max: 30 }),
      }),
    );
    fc.assert(
      fc.property(adstocks, (adstock) => {
        const steady = applyAdstock(Array(400).fill(1), adstock).at(-1);
        expect(steady).toBeCloseTo(carryover(adstock), 9);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    { kind: 'geometric', theta: 1 },
    { kind: 'geometric', theta: -0.1 },
    { kind: 'binomial', alpha: 2, window: 3 },
    { kind: 'binomial', alpha: 0.5, window: 0 },
    { kind: 'weibull-pdf', shape: 1, scale: 2, window: 3 },
    { kind: 'weibull-cdf', shape: Number.NaN, scale: 0.5, window: 3 },
  ] as Adstock[])('refuses %j', (adstock) => {
    expect(() => carryover(adstock)).toThrow(expect.objectContaining({ code: 'INVALID' }));
  });

  it('refuses Hill curves that are none', () => {
    expect(() => hill(1, { half: 0, slope: 1 })).toThrow(/half/);
    expect(() => hill(-1, { half: 1, slope: 1 })).toThrow(/below 0/);
    expect(() => robynHill([0, 0], { alpha: 1, gamma: 0.5 })).toThrow(/largest/);
  });
});
