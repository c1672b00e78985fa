import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MopsError, seededRandom } from '../shared/index.ts';
import { AIR_PASSENGERS } from './fixtures/series.ts';
import { type ForecastInput, forecast } from './forecast.ts';
import { type ForecastMethod, METHODS } from './methods.ts';
import { forecastMeans } from './smooth-methods.ts';

const codes = (input: ForecastInput) => forecast(input).warnings.map(({ code }) => code);
const methods = Object.keys(METHODS) as ForecastMethod[];

/** Standard normal numbers from uniform ones (Box & Muller 1958). */
function normals(seed: number) {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

describe('forecast', () => {
  it('of AirPassengers beats seasonal naive, and its parts say how', () => {
    const answer = forecast({ values: AIR_PASSENGERS, season: 12, horizon: 12 });
    expect(answer).toMatchObject({ method: 'comb', warnings: [] });
    expect(answer.parts).toMatchObject({ season: 'multiplicative', interval: 'past errors' });
    expect(answer.backtest.beatsSeasonalNaive).toBe(true);
    expect(answer.backtest.mase).toBeLessThan(1);
    expect(answer.backtest.coverage).toBeGreaterThan(0.85);
    expect(answer.values[0]?.mean).toBeGreaterThan(430);
    expect(answer.values[0]?.mean).toBeLessThan(450);
  });

  it.each(methods)('%s: finite, in order, one per step', (method) => {
    for (const [season, length] of [
      [4, 30],
      [1, 3],
      [7, 16],
    ] as const) {
      const normal = normals(length);
      const values = Array.from({ length }, (_, t) => 90 + 9 * (t % season) + 3 * normal());
      const answer = forecast({ values, season, horizon: 9, method });
      expect(answer.values.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      for (const { mean, lower, upper } of answer.values) {
        expect(Number.isFinite(mean)).toBe(true);
        expect(lower ?? mean).toBeLessThanOrEqual(mean);
        expect(upper ?? mean).toBeGreaterThanOrEqual(mean);
      }
    }
  });

  it('holds for any numbers: finite, ordered, inside the bounds', () => {
    const value = fc.oneof(
      fc.constant(0),
      fc.integer({ min: -50, max: 50 }),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }),
    );
    const values = fc.array(value, { minLength: 3, maxLength: 11 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 4 }), (list, season) => {
        const answer = forecast({
          values: list,
          season,
          horizon: 3,
          bounds: { min: -10, max: 1e6 },
        });
        const numbers = answer.values.flatMap(({ mean, lower, upper }) => [
          lower ?? mean,
          mean,
          upper ?? mean,
        ]);
        const scores = Object.values(answer.backtest).filter((score) => typeof score === 'number');
        return (
          numbers.every((number) => number >= -10 && number <= 1e6) &&
          scores.every(Number.isFinite) &&
          answer.values.every(
            ({ mean, lower, upper }) => (lower ?? mean) <= mean && mean <= (upper ?? mean),
          )
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on the unit', () => {
    const values = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 6, maxLength: 14 });
    fc.assert(
      fc.property(values, fc.constantFrom(0.001, 7, 1e6), (list, unit) => {
        const plain = forecastMeans(list, { season: 2, horizon: 2 });
        const scaled = forecastMeans(
          list.map((value) => value * unit),
          { season: 2, horizon: 2 },
        );
        const size = Math.max(...list);
        // The search may end in another of several equal valleys; never far away.
        return scaled.every(
          (mean, h) => Math.abs(mean / unit - (plain[h] as number)) < 1e-3 * size,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('carries a line on without error', () => {
    const line = Array.from({ length: 20 }, (_, t) => 5 + 3 * t);
    const { values } = forecast({ values: line, horizon: 3, method: 'holt' });
    for (const [h, { mean }] of values.entries()) expect(mean).toBeCloseTo(65 + 3 * h, 4);
  });

  it('holds about as many values inside its interval as it says', () => {
    let [inside, all] = [0, 0];
    for (let seed = 1; seed <= 60; seed++) {
      const normal = normals(seed);
      const path: number[] = [100];
      for (let t = 1; t < 60; t++) path.push((path[t - 1] as number) + normal());
      const { values } = forecast({
        values: path.slice(0, 54),
        horizon: 6,
        level: 0.9,
        method: seed % 2 ? 'comb' : 'ses',
      });
      for (const [h, { lower, upper }] of values.entries()) {
        const came = path[54 + h] as number;
        inside += came >= (lower ?? 0) && came <= (upper ?? 0) ? 1 : 0;
        all++;
      }
    }
    expect(inside / all).toBeGreaterThan(0.82);
    expect(inside / all).toBeLessThan(0.96);
  });
});

describe('what must be read with care', () => {
  const random = seededRandom(11);
  const noise = Array.from({ length: 60 }, () => 100 * random());

  it.each<[string, ForecastInput]>([
    ['constant_series', { values: new Array(30).fill(4), season: 7, horizon: 7 }],
    ['too_short_for_season', { values: noise.slice(0, 20), season: 12, horizon: 3 }],
    ['too_short_for_season', { values: noise.slice(0, 30), season: 12, horizon: 3 }],
    ['no_season_found', { values: noise, season: 7, horizon: 3 }],
    ['far_horizon', { values: noise, horizon: 40 }],
    ['few_past_errors', { values: noise.slice(0, 12), horizon: 1 }],
    ['method_not_possible', { values: [1, 2, 3], horizon: 1 }],
    [
      'method_not_possible',
      {
        values: noise.map((v, t) => (t % 9 ? v : 0)),
        season: 4,
        horizon: 1,
        method: 'holt-winters-multiplicative',
      },
    ],
    ['below_zero', { values: noise, horizon: 5 }],
    [
      'season_is_added',
      { values: noise.map((v, t) => (t % 4 ? 500 + v : v - 50)), season: 4, horizon: 1 },
    ],
    ['last_value_is_low', { values: [...noise.map((v) => 1000 + v / 10), 300], horizon: 1 }],
  ])('%s', (code, input) => {
    expect(codes(input)).toContain(code);
  });

  it('says plainly that it does not beat seasonal naive', () => {
    // The same four values again and again, with a season of which the method is not told.
    const values = Array.from({ length: 48 }, (_, t) => [10, 50, 20, 90][t % 4] as number);
    const answer = forecast({ values, season: 4, horizon: 4, method: 'drift' });
    expect(answer.backtest.beatsSeasonalNaive).toBe(false);
    const said = answer.warnings.find(({ code }) => code === 'does_not_beat_seasonal_naive');
    expect(said?.message).toContain('does not beat seasonal naive');
    expect(codes({ values, season: 4, horizon: 4, method: 'seasonal-naive' })).not.toContain(
      'does_not_beat_seasonal_naive',
    );
  });

  it('clips to what can be', () => {
    const falling = Array.from({ length: 30 }, (_, t) => Math.max(0, 60 - 2 * t));
    const { values } = forecast({ values: falling, horizon: 10, bounds: { min: 0 } });
    expect(values.every(({ lower, mean }) => mean >= 0 && (lower ?? 0) >= 0)).toBe(true);
  });
});

describe('refusals', () => {
  it.each<[string, Partial<ForecastInput>]>([
    ['NaN', { values: [1, Number.NaN, 3, 4] }],
    ['infinite', { values: [1, 2, 3, Infinity] }],
    ['two values', { values: [1, 2] }],
    ['nothing', { values: [] }],
    ['absurd values', { values: [1, 2, 1e300] }],
    ['no horizon', { horizon: 0 }],
    ['half a step', { horizon: 1.5 }],
    ['a horizon without end', { horizon: 1e9 }],
    ['half a season', { season: 2.5 }],
    ['a level in percent', { level: 95 }],
    ['bounds upside down', { bounds: { min: 5, max: 1 } }],
    ['an unknown method', { method: 'coomb' as ForecastMethod }],
  ])('%s', (_, input) => {
    expect(() => forecast({ values: [1, 2, 3, 4], horizon: 1, ...input })).toThrow(MopsError);
  });

  it('names the method that was meant', () => {
    const call = () =>
      forecast({ values: [1, 2, 3], horizon: 1, method: 'dampd' as ForecastMethod });
    expect(call).toThrow(expect.objectContaining({ hint: expect.stringContaining('damped') }));
  });
});
