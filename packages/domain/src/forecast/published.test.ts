import { describe, expect, it } from 'vitest';
import { AIR_PASSENGERS } from './fixtures/series.ts';
import { METHODS } from './methods.ts';
import { smoother } from './smoother.ts';

// Reference numbers: R 4.2.2, package forecast 8.20, run on AirPassengers.

const values = Float64Array.from(AIR_PASSENGERS);
const near = (actual: number[], wanted: number[], relative = 1e-3) => {
  wanted.forEach((value, h) => {
    expect(Math.abs((actual[h] as number) / value - 1), `step ${h + 1}`).toBeLessThan(relative);
  });
};

describe('AirPassengers as R forecast answers', () => {
  it('ses: alpha and forecast', () => {
    const { values: means, parts } = smoother({ values, horizon: 1 });
    expect(parts.alpha).toBeCloseTo(0.9999, 6);
    near(means, [431.9958], 1e-6);
  });

  it('ses: interval of class 1', () => {
    const { values: means, spreads } = smoother({ values, horizon: 3 });
    const lower = means.map((mean, h) => mean - 1.959964 * (spreads?.[h] ?? 0));
    near(lower, [365.690353, 338.230426, 317.159054], 1e-6);
  });

  it("holt: at the states where R's search stops, and better without them", () => {
    const given = { alpha: 0.9999, beta: 1.000071e-4, level: 119.7517, trend: 1.596273 };
    const there = smoother({ values, horizon: 3, trend: 'additive', given });
    near(there.values, [433.60041, 435.20486, 436.80931], 1e-6);
    expect(there.parts.sse).toBeCloseTo(161_959.5, 0);
    const own = smoother({ values, horizon: 3, trend: 'additive' });
    expect(own.parts.sse).toBeLessThan(there.parts.sse);
  });

  it("Holt–Winters: at R's smoothing numbers, and better without them", () => {
    const wanted = {
      values,
      horizon: 3,
      trend: 'additive',
      seasonal: 'multiplicative',
      season: 12,
    } as const;
    const given = { alpha: 0.3146109, beta: 0.0070535, gamma: 0.5977203 };
    const there = smoother({ ...wanted, given });
    near(there.values, [445.89009, 418.9478, 466.4298]);
    expect(there.parts.sse).toBeLessThan(16_279.39);
    expect(smoother(wanted).parts.sse).toBeLessThan(there.parts.sse);
  });

  it('thetaf', () => {
    const prediction = METHODS['theta-drift'].predict(values, 12, 3);
    near(prediction?.means ?? [], [440.07819, 428.38428, 489.7071]);
  });

  it('the classic Theta method differs from it by less than 1 %', () => {
    const prediction = METHODS.theta.predict(values, 12, 3);
    near(prediction?.means ?? [], [440.07819, 428.38428, 489.7071], 1e-2);
  });

  it('ets finds the model that R picks', () => {
    const prediction = METHODS.ets.predict(values, 12, 3);
    expect(prediction?.season).toBe('multiplicative');
    expect(prediction?.parts.phi).toBeCloseTo(0.98, 6);
    near(prediction?.means ?? [], [441.80185, 434.11862, 496.63005], 2e-3);
  });

  it('snaive: 80 % and 95 %', () => {
    const { means, spreads } = METHODS['seasonal-naive'].predict(values, 12, 13) ?? {};
    const [mean = 0, spread = 0] = [means?.[0], spreads?.[0]];
    expect(mean - 1.2815516 * spread).toBeCloseTo(370.4595, 3);
    expect(mean + 1.2815516 * spread).toBeCloseTo(463.5405, 3);
    expect(mean - 1.959964 * spread).toBeCloseTo(345.82245, 3);
    expect(mean + 1.959964 * spread).toBeCloseTo(488.17755, 3);
    expect(417 - 1.959964 * (spreads?.[12] ?? 0)).toBeCloseTo(316.33974, 3);
  });

  it('naive and random walk with drift', () => {
    const naive = METHODS.naive.predict(values, 1, 3);
    const lower = naive?.means.map((mean, h) => mean - 1.959964 * (naive.spreads?.[h] ?? 0));
    near(lower ?? [], [365.928814, 338.561233, 317.56135], 1e-6);
    const drift = METHODS.drift.predict(values, 1, 3);
    near(drift?.means ?? [], [434.237762, 436.475524, 438.713287], 1e-8);
    const below = drift?.means.map((mean, h) => mean - 1.959964 * (drift.spreads?.[h] ?? 0));
    near(below ?? [], [367.84967, 342.263152, 322.929967], 1e-6);
  });
});
