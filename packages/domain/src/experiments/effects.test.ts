import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RATIO, sums } from './fixtures/gbstats.ts';
import {
  adjustByBefore,
  armOfMean,
  armOfRatio,
  armOfShare,
  effectOf,
  momentsOf,
  testBayesian,
  testMixtureRatio,
  testSequential,
  testWelch,
} from './index.ts';

// Published numbers: the tests of gbstats (growthbook/growthbook, packages/stats, MIT), to 5 decimals.
const refusal = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });
const runs = { numRuns: 1000 };
const close = (found: number | null, expected: number) =>
  expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThan(5.01e-6);
const share = (part: number, whole: number) => armOfShare({ part, whole });

describe('testWelch', () => {
  const pair = {
    control: armOfMean(sums(1396.87, 52377.9767, 3407)),
    variant: armOfMean(sums(2422.7, 134698.29, 3461)),
  };

  it('relative effect of a mean', () => {
    const { estimate, interval, pValue, standardError } = testWelch(pair);
    close(estimate, 0.70732);
    close(interval.low, -0.03526);
    close(interval.high, 1.44989);
    close(standardError, 0.37879);
    close(pValue, 0.06191);
  });

  it('absolute effect of a mean', () => {
    const { estimate, interval, pValue } = testWelch({ ...pair, scale: 'absolute' });
    close(estimate, 0.29);
    close(interval.low, 0.04538);
    close(interval.high, 0.53462);
    close(pValue, 0.02016);
  });

  it('relative effects of shares', () => {
    const few = testWelch({ control: share(14, 28), variant: share(16, 30) });
    close(few.estimate, 0.06667);
    close(few.interval.low, -0.47767);
    close(few.interval.high, 0.61101);
    close(few.pValue, 0.80707);
    const many = { control: share(480, 10000), variant: share(530, 10000) };
    const found = testWelch(many);
    expect(found.estimate).toBeCloseTo(0.1041667, 7);
    expect(found.interval.low).toBeCloseTo(-0.0287217, 7);
    expect(found.interval.high).toBeCloseTo(0.237055, 7);
    expect(found.pValue).toBeCloseTo(0.1244458, 7);
    expect(testWelch({ ...many, scale: 'absolute' }).pValue).toBeCloseTo(0.1063929, 7);
  });

  it('one-sided questions', () => {
    const other = { ...pair, control: armOfMean(sums(1396.87, 52377.9767, 3000)) };
    const greater = testWelch({ ...other, alternative: 'greater' });
    close(greater.interval.low, -0.045136675850396046);
    expect(greater.interval.high).toBeNull();
    close(greater.pValue, 0.06558262868467746);
    const less = testWelch({ ...other, alternative: 'less', scale: 'absolute' });
    close(less.interval.high, 0.44796185327007765);
    close(less.pValue, 0.9644572751012698);
  });

  it('R 4.2: t.test(extra ~ group, data = sleep)', () => {
    const arm = (values: number[]) => armOfMean(momentsOf(values.map((value) => [value])));
    const { t, df, pValue, interval } = testWelch({
      control: arm([0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2]),
      variant: arm([1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]),
      scale: 'absolute',
    });
    expect(t).toBeCloseTo(1.8608134674868526, 10);
    expect(df).toBeCloseTo(17.776473516178, 8);
    expect(pValue).toBeCloseTo(0.07939414018736, 10);
    expect(interval.low).toBeCloseTo(-0.2054832309, 8);
    expect(interval.high).toBeCloseTo(3.3654832309, 8);
  });

  it('a negative control keeps up as up', () => {
    const control = armOfMean(sums(-100, 1200, 10));
    const variant = armOfMean(sums(-80, 900, 10));
    const found = testWelch({ control, variant });
    expect(found.estimate).toBeCloseTo(0.2, 12);
    expect(found.standardError).toBeGreaterThan(0);
  });
});

describe('adjustByBefore', () => {
  it('a ratio adjusted by the ratio before', () => {
    const adjusted = adjustByBefore(RATIO);
    const { estimate, interval, pValue, standardError } = testWelch(adjusted);
    close(estimate, -0.0007);
    close(interval.low, -0.00841);
    close(interval.high, 0.007);
    close(standardError, 0.00391);
    close(pValue, 0.85771);
    expect(adjusted.reduction).toBeGreaterThan(0.9);
    const { interval: sequence } = testSequential(adjusted);
    close(sequence.low, -0.02063);
    close(sequence.high, 0.01923);
  });

  it('a mean adjusted by the mean before', () => {
    const adjusted = adjustByBefore({
      control: { n: 3000, sums: [1396.87, 16.87], products: [52377.9767, 1, 1, 527.9767] },
      variant: { n: 3461, sums: [2422.7, 22.7], products: [134698.29, 1, 1, 1348.29] },
    });
    const { estimate, interval, pValue } = testSequential(adjusted);
    close(estimate, 0.50338);
    close(interval.low, -0.50969);
    close(interval.high, 1.51646);
    expect(pValue).toBe(1);
  });

  it('never adds noise over both arms, and does nothing without a before', () => {
    const cases = fc.array(
      fc.tuple(fc.integer({ max: 50, min: -50 }), fc.integer({ max: 50, min: -50 })),
      {
        minLength: 3,
        maxLength: 20,
      },
    );
    fc.assert(
      fc.property(cases, cases, (one, two) => {
        const moments = { control: momentsOf(one), variant: momentsOf(two) };
        const { control, variant, theta } = adjustByBefore(moments);
        // The joint theta is the best for both arms together, when their means before are one.
        const joint = momentsOf([...one, ...two]);
        const both = adjustByBefore({ control: joint, variant: joint });
        expect(both.control.variance).toBeLessThanOrEqual(both.control.rawVariance + 1e-9);
        expect(control.mean - variant.mean).toBeCloseTo(
          control.rawMean -
            variant.rawMean -
            theta *
              ((moments.control.sums[1] as number) / one.length -
                (moments.variant.sums[1] as number) / two.length),
          9,
        );
      }),
      runs,
    );
    const flat = momentsOf([
      [1, 5],
      [2, 5],
      [4, 5],
    ]);
    expect(adjustByBefore({ control: flat, variant: flat })).toMatchObject({
      theta: 0,
      reduction: 0,
    });
  });

  it('refuses one column, and a ratio over nothing', () => {
    expect(() => adjustByBefore({ control: sums(1, 1, 2), variant: sums(1, 1, 2) })).toThrow(
      refusal,
    );
    const nothing = momentsOf([
      [1, 0],
      [2, 0],
    ]);
    expect(() => armOfRatio(nothing)).toThrow(refusal);
  });
});

describe('ratios', () => {
  it('have the variance of their linearised cases', () => {
    const cases = fc.array(
      fc.tuple(fc.integer({ min: -30, max: 90 }), fc.integer({ min: 1, max: 9 })),
      { minLength: 3, maxLength: 25 },
    );
    fc.assert(
      fc.property(cases, (rows) => {
        const arm = armOfRatio(momentsOf(rows));
        const below = rows.reduce((sum, [, d]) => sum + d, 0) / rows.length;
        const linear = armOfMean(momentsOf(rows.map(([n, d]) => [(n - arm.mean * d) / below])));
        expect(arm.variance).toBeCloseTo(linear.variance, 6);
        expect(linear.mean).toBeCloseTo(0, 9);
      }),
      runs,
    );
  });
});

describe('testSequential', () => {
  it('shares: 1,396 of 3,000 and 2,422 of 3,461', () => {
    const { estimate, interval, pValue } = testSequential({
      control: share(1396, 3000),
      variant: share(2422, 3461),
    });
    close(estimate, 0.50386);
    close(interval.low, 0.40098);
    close(interval.high, 0.60675);
    close(pValue, 0);
  });

  it('means, tuned to 1,000 cases', () => {
    const { estimate, interval, pValue } = testSequential({
      control: armOfMean(sums(1396.87, 52377.9767, 3000)),
      variant: armOfMean(sums(2422.7, 134698.29, 3461)),
      tuning: 1000,
    });
    close(estimate, 0.50336);
    close(interval.low, -0.55844);
    close(interval.high, 1.56516);
    expect(pValue).toBe(1);
  });

  it('480 and 530 of 10,000 are not yet evidence', () => {
    const found = testSequential({ control: share(480, 10000), variant: share(530, 10000) });
    expect(found.pValue).toBe(1);
    expect(found.interval.low).toBeCloseTo(-0.1078, 3);
    expect(found.interval.high).toBeCloseTo(0.3162, 3);
  });

  it('the mixture ratio is the integral of the likelihood ratio over the mixture', () => {
    const pair = { control: share(60, 400), variant: share(95, 400) };
    const tau = 0.4;
    const { estimate, standardError, pValue } = testMixtureRatio({ ...pair, tau });
    const normal = (x: number, sd: number) => Math.exp(-0.5 * (x / sd) ** 2) / sd;
    let sum = 0;
    const step = 0.0005;
    for (let at = -4; at <= 4; at += step) {
      sum +=
        (normal(estimate - at, standardError) * normal(at, tau) * step) / Math.sqrt(2 * Math.PI);
    }
    expect(pValue).toBeCloseTo(normal(estimate, standardError) / sum, 9);
    expect(pValue).toBeLessThan(0.5);
  });

  it('interval and p-value say the same, in both tests, and are wider than one look', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 199 }), fc.integer({ min: 1, max: 199 }));
    fc.assert(
      fc.property(counts, fc.double({ min: 0.01, max: 2, noNaN: true }), ([a, b], tau) => {
        const pair = { control: share(a, 200), variant: share(b, 200) };
        for (const test of [testSequential(pair), testMixtureRatio({ ...pair, tau })]) {
          const { low, high } = test.interval;
          const shown = low > 0 || high < 0;
          if (Math.abs(test.pValue - 0.05) > 1e-9) expect(shown).toBe(test.pValue < 0.05);
          expect(high - low).toBeGreaterThan(2 * 1.96 * test.standardError);
        }
      }),
      runs,
    );
  });
});

describe('testBayesian', () => {
  it('49 and 51 of 100, flat prior', () => {
    const { estimate, interval, chanceToWin, risk } = testBayesian({
      control: share(49, 100),
      variant: share(51, 100),
    });
    close(estimate, 0.04082);
    close(interval.low, -0.24779);
    close(interval.high, 0.32943);
    close(chanceToWin, 0.60918);
    close(risk.control, 0.0814);
    close(risk.variant, 0.04058);
  });

  it('means, flat and informative prior', () => {
    const pair = {
      control: armOfMean(sums(100, 1002.25, 10)),
      variant: armOfMean(sums(105, 1111.5, 10)),
    };
    const flat = testBayesian(pair);
    close(flat.chanceToWin, 0.91923);
    close(flat.risk.control, 0.05131);
    close(flat.risk.variant, 0.00131);
    const informed = testBayesian({ ...pair, prior: { mean: 0.1, variance: 0.1 } });
    close(informed.estimate, 0.05063);
    close(informed.interval.low, -0.01893);
    close(informed.interval.high, 0.12019);
    close(informed.chanceToWin, 0.92315);
    close(informed.risk.control, 0.05186);
    close(informed.risk.variant, 0.00123);
  });

  it('480 and 530 of 10,000', () => {
    const pair = { control: share(480, 10000), variant: share(530, 10000) };
    expect(testBayesian(pair).chanceToWin).toBeCloseTo(0.937785, 6);
  });

  it('what both choices risk differs by the effect', () => {
    const counts = fc.tuple(fc.integer({ min: 1, max: 199 }), fc.integer({ min: 1, max: 199 }));
    fc.assert(
      fc.property(counts, ([a, b]) => {
        const { estimate, risk } = testBayesian({ control: share(a, 200), variant: share(b, 200) });
        expect(risk.control - risk.variant).toBeCloseTo(estimate, 9);
        expect(Math.min(risk.control, risk.variant)).toBeGreaterThanOrEqual(0);
      }),
      runs,
    );
  });
});

describe('refusals', () => {
  const some = share(1, 4);
  it.each([
    [() => effectOf({ control: share(0, 9), variant: share(9, 9) }, 'absolute')],
    [() => effectOf({ control: share(0, 9), variant: share(3, 9) }, 'relative')],
    [() => armOfShare({ part: 1, whole: 1 })],
    [() => armOfShare({ part: -1, whole: 5 })],
    [() => armOfShare({ part: 1, whole: Number.NaN })],
    [() => armOfMean({ n: 1, sums: [1], products: [1] })],
    [() => armOfMean({ n: 3, sums: [Number.NaN], products: [1] })],
    [() => momentsOf([])],
    [() => momentsOf([[1], [1, 2]])],
    [() => momentsOf([[Number.NaN]])],
    [() => testWelch({ control: some, variant: some, level: 1 })],
    [() => testSequential({ control: some, variant: some, tuning: 0 })],
    [() => testSequential({ control: some, variant: some, level: 0 })],
    [() => testMixtureRatio({ control: some, variant: some, tau: -1 })],
    [() => testBayesian({ control: some, variant: some, prior: { mean: 0, variance: 0 } })],
  ])('%s', (ask) => {
    expect(ask).toThrow(refusal);
  });
});
