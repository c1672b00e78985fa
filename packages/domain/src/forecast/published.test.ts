import { describe, expect, it } from 'vitest';
import { etsMeans } from './ets-model.ts';
import { fitSimplex } from './fit-simplex.ts';
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

const HOLT_WINTERS = {
  values,
  horizon: 3,
  trend: 'additive',
  seasonal: 'multiplicative',
  season: 12,
} as const;

describe('AirPassengers as R forecast answers', () => {
  it('ses: alpha and forecast', () => {
    for (const search of ['simplex', 'least squares'] as const) {
      const { values: means, parts } = smoother({ values, horizon: 1, search });
      expect(parts.alpha).toBeCloseTo(0.99989998, 5);
      near(means, [431.9958], 1e-6);
    }
  });

  it('ses: interval of class 1', () => {
    const { values: means, spreads } = smoother({ values, horizon: 3 });
    const lower = means.map((mean, h) => mean - 1.959964 * (spreads?.[h] ?? 0));
    near(lower, [365.690353, 338.230426, 317.159054], 1e-6);
  });

  it('holt and damped, by the same search', () => {
    const holt = smoother({ values, horizon: 3, trend: 'additive', search: 'simplex' });
    near(holt.values, [433.60041, 435.20486, 436.80931], 1e-6);
    expect(holt.parts.beta).toBeCloseTo(1.000071e-4, 9);
    const damped = smoother({ values, horizon: 3, trend: 'damped', search: 'simplex' });
    near(damped.values, [432.106587, 432.215147, 432.321536], 1e-6);
  });

  it('hw multiplicative, by the same search', () => {
    const { values: means, parts } = smoother({ ...HOLT_WINTERS, search: 'simplex' });
    near(means, [445.89009, 418.9478, 466.4298], 1e-6);
    near([parts.alpha, parts.beta ?? 0, parts.gamma ?? 0], [0.3146109, 0.0070535, 0.5977203], 1e-5);
    expect(parts.sse).toBeCloseTo(16_279.39, 1);
  });

  it('hw multiplicative, at its smoothing numbers', () => {
    const given = { alpha: 0.3146109, beta: 0.0070535, gamma: 0.5977203 };
    near(smoother({ ...HOLT_WINTERS, given }).values, [445.89009, 418.9478, 466.4298]);
  });

  it('the own search goes lower', () => {
    for (const model of [{ values, horizon: 1, trend: 'additive' } as const, HOLT_WINTERS]) {
      const own = smoother(model).parts.sse;
      expect(own).toBeLessThan(smoother({ ...model, search: 'simplex' }).parts.sse);
    }
  });

  it('thetaf', () => {
    const prediction = METHODS['theta-drift'].predict(values, 12, 3);
    near(prediction?.means ?? [], [440.07819, 428.38428, 489.7071]);
  });

  it('the classic Theta method differs from it by less than 1 %', () => {
    const prediction = METHODS.theta.predict(values, 12, 3);
    near(prediction?.means ?? [], [440.07819, 428.38428, 489.7071], 1e-2);
  });

  it('the model that ets picks, by the same search', () => {
    const model = { error: 'multiplicative', trend: 'damped', season: 'multiplicative' } as const;
    const { parameters, run } = fitSimplex(values, model, 12) ?? {};
    if (!parameters || !run) throw new Error('nothing found');
    near(etsMeans(run, model, parameters.phi, 3), [441.80185, 434.11862, 496.63005]);
    const deviance = 144 * Math.log(run.relativeSse) + 2 * run.logFitted;
    expect(deviance + 2 * 18 + (2 * 18 * 19) / (144 - 19)).toBeCloseTo(1400.638, 2);
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
