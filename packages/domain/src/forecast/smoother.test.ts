import { describe, expect, it } from 'vitest';
import { MopsError } from '../shared/index.ts';
import { AIR_AUSTRALIA, LIVESTOCK, OIL } from './fixtures/series.ts';
import { smoother } from './smoother.ts';

// Published in Hyndman & Athanasopoulos, Forecasting: principles and practice, and kept as test cases by
// statsmodels (BSD-3); there beta is Holt's beta* = beta / alpha.

const close = (actual: number[], wanted: number[], tolerance: number) => {
  expect(actual).toHaveLength(wanted.length);
  wanted.forEach((value, h) => {
    expect(Math.abs((actual[h] as number) - value), `step ${h + 1}`).toBeLessThan(tolerance);
  });
};

describe('published smoothing', () => {
  const first = OIL[0] as number;

  it.each([
    [0.2, 484.802468],
    [0.6, 501.837461],
  ])('simple, alpha %d', (alpha, wanted) => {
    const given = { alpha, level: first };
    close(smoother({ values: OIL, horizon: 1, given }).values, [wanted], 1e-4);
  });

  it('simple, estimated', () => {
    const { values, parts } = smoother({ values: OIL, horizon: 1 });
    close(values, [496.493543], 1e-3);
    close([parts.alpha, parts.level], [0.891998, 447.47844], 1e-3);
  });

  const [y0 = 0, y1 = 0] = AIR_AUSTRALIA;
  const holt = { alpha: 0.8, beta: 0.8 * 0.2, level: y0 };

  it('Holt', () => {
    const given = { ...holt, trend: y1 - y0 };
    const { values } = smoother({ values: AIR_AUSTRALIA, horizon: 5, trend: 'additive', given });
    close(values, [43.76, 45.59, 47.43, 49.27, 51.1], 0.006);
  });

  it('Holt with an exponential trend', () => {
    const given = { ...holt, trend: y1 / y0 };
    const { values } = smoother({ values: AIR_AUSTRALIA, horizon: 5, trend: 'exponential', given });
    close(values, [44.6, 47.24, 50.04, 53.01, 56.15], 0.006);
  });

  it('damped, with the states of R', () => {
    const given = {
      alpha: 0.97402626,
      beta: 0.00010006,
      phi: 0.98,
      level: 252.59039965,
      trend: 6.90265918,
    };
    const { values } = smoother({ values: LIVESTOCK, horizon: 10, trend: 'damped', given });
    const wanted = [
      417.7982003, 421.3426083, 424.8161281, 428.2201775, 431.5561459, 434.8253949, 438.029259,
      441.169046, 444.2460368, 447.2614881,
    ];
    close(values, wanted, 1e-5);
  });

  it('damped, the rest estimated', () => {
    const given = { alpha: 0.8, beta: 0.16 };
    const { values } = smoother({ values: AIR_AUSTRALIA, horizon: 5, trend: 'damped', given });
    close(values, [42.85, 43.81, 44.66, 45.41, 46.06], 0.006);
  });

  it('sums of squared errors', () => {
    const simple = smoother({ values: LIVESTOCK, horizon: 1 });
    expect(simple.parts.sse / 6761.35).toBeCloseTo(1, 4);
    expect(simple.warnings.map(({ code }) => code)).toEqual(['random_walk']);
    const given = { phi: 0.98 };
    const damped = smoother({ values: LIVESTOCK, horizon: 1, trend: 'damped', given });
    // Published with beta 0; here it is at least a ten-thousandth of alpha.
    expect(damped.parts.sse / 6036.56).toBeCloseTo(1, 3);
    close([damped.parts.level, damped.parts.trend ?? 0], [257.36, 6.64], 0.01);
  });

  it('finds an exponential trend by itself', () => {
    const values = Array.from({ length: 20 }, (_, t) => 5 * 1.1 ** t);
    const found = smoother({ values, horizon: 1, trend: 'exponential' });
    expect(found.values[0]).toBeCloseTo(5 * 1.1 ** 20, 3);
  });
});

describe('refusals', () => {
  const seasonal = {
    horizon: 1,
    trend: 'additive',
    seasonal: 'multiplicative',
    season: 4,
  } as const;

  it.each([
    ['too short', { values: [1, 2, 3], horizon: 1, trend: 'damped' }],
    ['one season', { ...seasonal, values: [1, 2, 3, 4, 5, 6] }],
    [
      'zeros with a season that multiplies',
      { ...seasonal, values: [1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0] },
    ],
    [
      'zeros with an exponential trend',
      { values: [1, 0, 1, 2, 3, 4], horizon: 1, trend: 'exponential' },
    ],
    [
      'a simplex with something given',
      { values: OIL, horizon: 1, search: 'simplex', given: { alpha: 0.5 } },
    ],
    ['NaN', { values: [1, Number.NaN, 2, 3], horizon: 1 }],
  ] as const)('%s', (_, input) => {
    expect(() => smoother(input)).toThrow(MopsError);
  });
});
