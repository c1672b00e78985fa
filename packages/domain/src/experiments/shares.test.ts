import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  chanceToBeat,
  checkSplit,
  correctPValues,
  detectableEffect,
  planMeans,
  planShares,
  powerOfMeans,
  powerOfShares,
  testShare,
  testShares,
  testTwoShares,
} from './index.ts';

const refusal = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });
const counts = fc
  .tuple(fc.integer({ min: 2, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([whole, at]) => ({ part: Math.round(whole * at), whole }));
const runs = { numRuns: 1000 };

describe('tests of shares', () => {
  it('two shares: statsmodels, proportions_ztest docstring', () => {
    const { z, pValue } = testTwoShares({
      control: { part: 12, whole: 99 },
      variant: { part: 5, whole: 83 },
    });
    expect(z).toBeCloseTo(-1.4078304151258787, 9);
    expect(pValue).toBeCloseTo(0.15918129181156992, 9);
  });

  it('two shares: R prop.test(c(480, 530), c(1e4, 1e4), correct = FALSE)', () => {
    const { pValue } = testTwoShares({
      control: { part: 480, whole: 10000 },
      variant: { part: 530, whole: 10000 },
    });
    expect(pValue).toBeCloseTo(0.1063999, 7);
  });

  it('two shares: 250 and 300 of 5,000', () => {
    const found = testTwoShares({
      control: { part: 250, whole: 5000 },
      variant: { part: 300, whole: 5000 },
    });
    expect(found.z).toBeCloseTo(2.193, 3);
    expect(found.pValue).toBeCloseTo(0.0283, 4);
    expect(found.interval.low * 100).toBeCloseTo(0.107, 3);
    expect(found.interval.high * 100).toBeCloseTo(1.893, 3);
  });

  it('one share: statsmodels docstring, and the score test', () => {
    const { z, pValue } = testShare({ part: 5, whole: 83, share: 0.05, variance: 'sample' });
    expect(z).toBeCloseTo(0.3921260263140161, 9);
    expect(pValue).toBeCloseTo(0.6949650981148476, 9);
    // R 4.2: prop.test(15, 25, correct = FALSE): X-squared = 1, p-value = 0.3173
    expect(testShare({ part: 15, whole: 25, share: 0.5 }).z).toBeCloseTo(1, 12);
  });

  it('several shares: the smokers of ?prop.test', () => {
    const found = testShares([
      { part: 83, whole: 86 },
      { part: 90, whole: 93 },
      { part: 129, whole: 136 },
      { part: 70, whole: 82 },
    ]);
    expect(found.chiSquare).toBeCloseTo(12.60041129712764, 9);
    expect(found.df).toBe(3);
    expect(found.pValue).toBeCloseTo(0.005585476661627027, 9);
  });

  it('two arms agree with the chi-square of both, and swapping them turns the sign', () => {
    fc.assert(
      fc.property(counts, counts, (control, variant) => {
        fc.pre(control.part + variant.part > 0);
        fc.pre(control.part + variant.part < control.whole + variant.whole);
        const { z, pValue, difference, interval, newcombe } = testTwoShares({ control, variant });
        const back = testTwoShares({ control: variant, variant: control });
        expect(testShares([control, variant]).chiSquare).toBeCloseTo(z * z, 8);
        expect(testShares([control, variant]).pValue).toBeCloseTo(pValue, 10);
        expect(back.z).toBeCloseTo(-z, 10);
        expect(back.newcombe.low).toBeCloseTo(-newcombe.high, 10);
        expect(interval.low <= difference && difference <= interval.high).toBe(true);
      }),
      runs,
    );
  });

  it('refuses what has no answer', () => {
    const none = { part: 0, whole: 9 };
    expect(() => testTwoShares({ control: none, variant: none })).toThrow(refusal);
    expect(() => testTwoShares({ control: { part: 3, whole: 2 }, variant: none })).toThrow(refusal);
    expect(() => testTwoShares({ control: { part: Number.NaN, whole: 2 }, variant: none })).toThrow(
      refusal,
    );
    expect(() => testShares([none])).toThrow(refusal);
    expect(() => testShares([none, none])).toThrow(refusal);
    expect(() => testShare({ ...none, share: 0.5, variance: 'sample' })).toThrow(refusal);
    expect(() => testShare({ ...none, share: 1.5 })).toThrow(refusal);
  });
});

describe('chanceToBeat', () => {
  it('480 and 530 of 10,000: R integrate of the two beta densities', () => {
    const found = chanceToBeat({
      control: { part: 480, whole: 10000 },
      variant: { part: 530, whole: 10000 },
    });
    expect(Math.abs(found - 0.9467384944)).toBeLessThan(5e-11);
  });

  it('flat and Jeffreys priors: R integrate(dbeta × pbeta)', () => {
    const arms = { control: { part: 20, whole: 100 }, variant: { part: 30, whole: 100 } };
    const jeffreys = { a: 0.5, b: 0.5 };
    expect(chanceToBeat(arms)).toBeCloseTo(0.947603103352, 11);
    expect(chanceToBeat({ ...arms, prior: jeffreys })).toBeCloseTo(0.949039701151, 11);
    const few = { control: { part: 3, whole: 10 }, variant: { part: 0, whole: 10 } };
    expect(chanceToBeat({ ...few, prior: jeffreys })).toBeCloseTo(0.0237495088237, 11);
  });

  it('sum and integral agree, and either arm wins', () => {
    fc.assert(
      fc.property(counts, counts, (control, variant) => {
        const one = chanceToBeat({ control, variant });
        const other = chanceToBeat({ control: variant, variant: control });
        expect(one + other).toBeCloseTo(1, 11);
      }),
      runs,
    );
    fc.assert(
      fc.property(counts, counts, (control, variant) => {
        const sum = chanceToBeat({ control, variant });
        const integral = chanceToBeat({ control, variant, prior: { a: 1 + 1e-12, b: 1 } });
        expect(integral).toBeCloseTo(sum, 9);
      }),
      { numRuns: 1000 },
    );
  });

  it('is right where one arm is far larger than the other', () => {
    // E[(1 − c)²] of a beta distribution, in closed form: b (b + 1) / ((a + b) (a + b + 1)).
    const few = { control: { part: 3735, whole: 4820 }, variant: { part: 0, whole: 1 } };
    const exact = (1086 * 1087) / (4822 * 4823);
    expect(chanceToBeat(few)).toBeCloseTo(exact, 13);
    expect(chanceToBeat({ ...few, prior: { a: 1 + 1e-12, b: 1 } })).toBeCloseTo(exact, 10);
  });

  it('is even where nothing is known, and refuses no prior at all', () => {
    const none = { part: 0, whole: 0 };
    expect(chanceToBeat({ control: none, variant: none })).toBeCloseTo(0.5, 12);
    const many = { part: 0, whole: 1e6 };
    expect(chanceToBeat({ control: many, variant: many })).toBeCloseTo(0.5, 12);
    expect(() => chanceToBeat({ control: none, variant: none, prior: { a: 0, b: 1 } })).toThrow(
      refusal,
    );
    expect(() => chanceToBeat({ control: { part: 2, whole: 1 }, variant: none })).toThrow(refusal);
  });
});

describe('checkSplit', () => {
  // R chisq.test of the counts; 5,000 and 4,700 by hand: 300² / 9,700.
  it.each([
    [[5120, 4880], 5.76, 0.01639507, 'ok'],
    [[10300, 9700], 18, 2.20905e-5, 'broken'],
    [[5000, 4700], 9.278, 0.00232, 'suspect'],
  ])('%j: chi-square %d, p %d, %s', (cases, chiSquare, pValue, status) => {
    const found = checkSplit(cases as number[]);
    expect(Math.abs(found.chiSquare - (chiSquare as number))).toBeLessThan(5e-4);
    expect(Math.abs(found.pValue / (pValue as number) - 1)).toBeLessThan(1e-3);
    expect(found.status).toBe(status);
  });

  it('takes any plan, in any unit', () => {
    expect(checkSplit([900, 100], [9, 1]).chiSquare).toBeCloseTo(0, 12);
    expect(checkSplit([300, 200, 100], [0.5, 0.3, 0.2]).df).toBe(2);
    // R: chisq.test(c(300, 200, 100), p = c(.5, .3, .2))
    expect(checkSplit([300, 200, 100], [0.5, 0.3, 0.2]).chiSquare).toBeCloseTo(5.555556, 6);
  });

  it('refuses what is no plan', () => {
    expect(() => checkSplit([1])).toThrow(refusal);
    expect(() => checkSplit([1, 2], [1, 0])).toThrow(refusal);
    expect(() => checkSplit([0, 0])).toThrow(refusal);
    expect(() => checkSplit([-1, 2])).toThrow(refusal);
  });
});

describe('plans', () => {
  // R 4.2 power.prop.test
  it.each([
    [0.05, 0.01, 0.8, 8157.731],
    [0.05, 0.005, 0.8, 31233.44],
    [0.5, 0.25, 0.9, 76.70693],
  ])('baseline %d, effect %d, power %d: %d per arm', (baseline, effect, power, exact) => {
    const plan = planShares({ baseline, effect, power });
    expect(Math.abs(plan.exact - exact)).toBeLessThan(6e-3);
    expect(plan.perArm).toBe(Math.ceil(exact));
    expect(plan.total).toBe(2 * plan.perArm);
  });

  it('power of a given number, and the effect it can see', () => {
    const power = powerOfShares({ baseline: 0.5, effect: 0.25, control: 50 });
    expect(power).toBeCloseTo(0.7401659013, 9);
    expect(detectableEffect({ baseline: 0.05, control: 2250 })).toBeCloseTo(0.0198, 4);
    expect(detectableEffect({ baseline: 0.05, control: 10, direction: 'down' })).toBeNull();
  });

  it('plan, power and detectable effect lead back to one another', () => {
    const designs = fc.record({
      baseline: fc.double({ min: 0.001, max: 0.6, noNaN: true }),
      lift: fc.double({ min: 0.02, max: 0.6, noNaN: true }),
      variantShare: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
      power: fc.double({ min: 0.55, max: 0.99, noNaN: true }),
    });
    fc.assert(
      fc.property(designs, ({ baseline, lift, variantShare, power }) => {
        const effect = baseline * lift;
        const { exact } = planShares({ baseline, effect, variantShare, power });
        const design = { baseline, variantShare, control: exact };
        expect(powerOfShares({ ...design, effect })).toBeCloseTo(power, 9);
        const found = detectableEffect({ ...design, power }) ?? Number.NaN;
        expect(Math.abs(found / effect - 1)).toBeLessThan(1e-6);
      }),
      runs,
    );
  });

  it('means: R 4.2 power.t.test', () => {
    expect(powerOfMeans({ effect: 1, deviation: 1, perArm: 20 })).toBeCloseTo(0.868952801692, 10);
    const { exact, perArm } = planMeans({ effect: 1, deviation: 1, power: 0.9 });
    expect(exact).toBeCloseTo(22.0211, 4);
    expect(perArm).toBe(23);
    const tiny = planMeans({ effect: 0.001, deviation: 1 });
    expect(tiny.exact).toBeCloseTo(15697760.4291, 3);
  });

  it('refuses what cannot be planned', () => {
    expect(() => planShares({ baseline: 0.05, effect: 0 })).toThrow(refusal);
    expect(() => planShares({ baseline: 0.05, effect: 5 })).toThrow(refusal);
    expect(() => planShares({ baseline: Number.NaN, effect: 0.01 })).toThrow(refusal);
    expect(() => planShares({ baseline: 0.5, effect: 1e-12 })).toThrow(refusal);
    expect(() => planShares({ baseline: 0.05, effect: 0.01, power: 1 })).toThrow(refusal);
    expect(() => planShares({ baseline: 0.05, effect: 0.01, variantShare: 1 })).toThrow(refusal);
    expect(() => planMeans({ effect: 0, deviation: 1 })).toThrow(refusal);
    expect(() => powerOfMeans({ effect: 1, deviation: 0, perArm: 5 })).toThrow(refusal);
    expect(() => detectableEffect({ baseline: 0, control: 50 })).toThrow(refusal);
  });
});

describe('correctPValues', () => {
  // R 4.2: p.adjust(c(.01, .02, .03, .04, .05), …)
  const found = [0.01, 0.02, 0.03, 0.04, 0.05];
  it.each([
    ['bonferroni', [0.05, 0.1, 0.15, 0.2, 0.25]],
    ['holm', [0.05, 0.08, 0.09, 0.09, 0.09]],
    ['benjamini-hochberg', [0.05, 0.05, 0.05, 0.05, 0.05]],
  ] as const)('%s', (by, expected) => {
    const corrected = correctPValues(found, by);
    for (const [i, p] of expected.entries()) expect(corrected[i]).toBeCloseTo(p, 12);
  });

  it('never makes a value smaller, and Holm never more than Bonferroni', () => {
    const values = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
    fc.assert(
      fc.property(values, (list) => {
        const bonferroni = correctPValues(list, 'bonferroni');
        const holm = correctPValues(list, 'holm');
        const rate = correctPValues(list, 'benjamini-hochberg');
        for (const [i, p] of list.entries()) {
          expect(p <= (rate[i] as number) + 1e-15).toBe(true);
          expect((rate[i] as number) <= (holm[i] as number) + 1e-15).toBe(true);
          expect((holm[i] as number) <= (bonferroni[i] as number) + 1e-15).toBe(true);
        }
      }),
      runs,
    );
  });

  it('refuses what is no p-value', () => {
    expect(() => correctPValues([0.5, 1.2], 'holm')).toThrow(refusal);
    expect(correctPValues([], 'holm')).toEqual([]);
  });
});
