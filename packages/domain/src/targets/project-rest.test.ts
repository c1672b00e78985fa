import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../shared/seeded-random.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { paceOf } from './pace.ts';
import { planDays } from './plan-days.ts';
import { projectLevel } from './project-level.ts';
import { projectRest } from './project-rest.ts';

/** Days around 100, less on weekends, with independent noise of 10 a day. */
function series(seed: number, days: number): number[] {
  const random = seededRandom(seed);
  return Array.from({ length: days }, (_, i) => {
    const noise = 10 * normalQuantile(Math.min(0.9999, Math.max(0.0001, random())));
    return (i % 7 < 5 ? 110 : 75) + noise;
  });
}
const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);

describe('projectRest', () => {
  it('knows the week: a rest of two weeks brings two whole weeks', () => {
    const { projection, parts, warnings } = projectRest({ daily: series(1, 182), daysLeft: 14 });
    expect(projection.mean / 1400).toBeCloseTo(1, 1);
    // Independent days would give 10 × √14 = 37 besides what the level is not known.
    expect(projection.sd).toBeGreaterThan(20);
    expect(projection.sd).toBeLessThan(90);
    expect(parts).toMatchObject({ testedDays: 14 });
    expect(warnings).toEqual([]);
  });

  it('holds what comes in about 95 of 100 cases', () => {
    let held = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const all = series(seed, 140);
      const { mean, sd } = projectRest({ daily: all.slice(0, 119), daysLeft: 21 }).projection;
      if (Math.abs(sum(all.slice(119)) - mean) <= 1.96 * sd) held++;
    }
    expect(held).toBeGreaterThanOrEqual(34);
  });

  it('says when the history is too short to test sums that long', () => {
    const { parts, projection, warnings } = projectRest({ daily: series(2, 35), daysLeft: 60 });
    expect(parts.testedDays).toBeLessThan(60);
    expect(warnings.map((one) => one.code)).toContain('scaled_spread');
    const short = projectRest({ daily: series(2, 35), daysLeft: parts.testedDays });
    expect(projection.sd).toBeGreaterThan(short.projection.sd);
  });

  it('says when repeating the last week would have been better', () => {
    const daily = Array.from({ length: 84 }, (_, i) => (i % 7 < 5 ? 100 : 40));
    const { warnings, parts } = projectRest({ daily, daysLeft: 3, method: 'naive' });
    expect(parts.naiveError).toBe(0);
    expect(parts.error).toBeGreaterThan(parts.naiveError);
    expect(warnings.map((one) => one.code)).toEqual(['loses_to_naive']);
  });

  it('of days that are all alike is certain', () => {
    const { projection } = projectRest({ daily: Array(60).fill(4), daysLeft: 5 });
    expect(projection.mean).toBeCloseTo(20, 6);
    expect(projection.sd).toBeCloseTo(0, 6);
  });

  it('goes into the pace', () => {
    const daily = series(3, 100);
    const plan = planDays({ from: 70, to: 119 }, { kind: 'linear' });
    const actual = sum(daily.slice(70));
    const { projection } = projectRest({ daily, daysLeft: 20 });
    const target = { kind: 'reach', value: actual + projection.mean } as const;
    const { projected } = paceOf({ target, plan, actual, dataUntil: 99, projection });
    expect(projected).toMatchObject({ method: 'forecast' });
    expect(projected?.missProbability).toBeCloseTo(0.5, 9);
  });

  it.each([
    [{ daily: Array(27).fill(1) }, '27 days are no history'],
    [{ daily: [...Array(27).fill(1), Number.NaN] }, 'Day 28 is NaN'],
    [{ daysLeft: 0 }, '0 days left'],
    [{ daysLeft: 401 }, '401 days left'],
    [{ season: 40 }, 'season of 40'],
    [{ method: 'oracle' as 'comb' }, 'no method oracle'],
  ])('refuses %j', (wrong, message) => {
    const good = { daily: Array(60).fill(1), daysLeft: 5 };
    expect(() => projectRest({ ...good, ...wrong })).toThrow(message);
  });
});

describe('projectLevel', () => {
  it('lies between what it is and what the days to come are, and is narrower than their mean', () => {
    const days = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 40,
      maxLength: 60,
    });
    const count = fc.integer({ min: 1, max: 30 });
    // The quickest: what is shown holds for any method.
    const method = 'seasonal-naive';
    fc.assert(
      fc.property(
        days,
        fc.double({ min: 0, max: 1, noNaN: true }),
        count,
        count,
        (daily, actual, daysPassed, daysLeft) => {
          const end = projectLevel({ daily, actual, daysPassed, daysLeft, method });
          const { mean, sd, min } = end.projection;
          const [low, high] = [actual, end.parts.restMean].sort((a, b) => a - b);
          expect(mean).toBeGreaterThanOrEqual((low ?? 0) - 1e-9);
          expect(mean).toBeLessThanOrEqual((high ?? 0) + 1e-9);
          const rest = projectRest({ daily, daysLeft, method }).projection;
          expect(sd).toBeLessThanOrEqual(rest.sd / daysLeft + 1e-12);
          expect(min).toBeLessThanOrEqual(mean + 1e-9);
          const whole = projectLevel({ daily, actual, daysPassed: 0, daysLeft, method }).projection;
          expect(whole.mean).toBeCloseTo(rest.mean / daysLeft, 9);
        },
      ),
      { numRuns: 1000 },
    );
    const one = { daily: Array<number>(40).fill(0.3), actual: 0.3, daysLeft: 3 };
    expect(() => projectLevel({ ...one, daysPassed: -1 })).toThrow('none');
    expect(() => projectLevel({ ...one, daysPassed: 1, actual: Number.NaN })).toThrow('no level');
    expect(projectLevel({ ...one, daysPassed: 3 }).projection.sd).toBeCloseTo(0, 12);
  });
});
