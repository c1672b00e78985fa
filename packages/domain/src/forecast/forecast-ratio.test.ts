import { expect, it } from 'vitest';
import { MopsError, seededRandom } from '../shared/index.ts';
import { forecastRatio } from './forecast-ratio.ts';

const random = seededRandom(5);
const denominators = Array.from({ length: 70 }, (_, t) =>
  Math.round(800 + 100 * (t % 7) + 50 * random()),
);
const numerators = denominators.map((size) => Math.round(size * (0.04 + 0.01 * random())));

it('divides what was forecast, and stays between 0 and 1', () => {
  const { values, backtest, method } = forecastRatio({
    numerators,
    denominators,
    season: 7,
    horizon: 7,
  });
  expect(method).toBe('comb of parts');
  for (const { mean, lower, upper } of values) {
    expect(mean).toBeGreaterThan(0.035);
    expect(mean).toBeLessThan(0.055);
    expect(lower).toBeGreaterThanOrEqual(0);
    expect(upper).toBeLessThanOrEqual(1);
  }
  expect(backtest.beatsSeasonalNaive).toBe(true);
});

it('may pass 1 where it is no share', () => {
  const cost = denominators.map((size, t) => size * (2 + (t % 2)));
  const { values } = forecastRatio({ numerators: cost, denominators, horizon: 1 });
  expect(values[0]?.mean).toBeGreaterThan(2);
});

it('refuses steps without a denominator, negative parts and odd lengths', () => {
  const call = (above: number[], below: number[]) => () =>
    forecastRatio({ numerators: above, denominators: below, horizon: 1 });
  expect(call([1, 1, 1], [5, 0, 5])).toThrow(MopsError);
  expect(call([1, -1, 1], [5, 5, 5])).toThrow(MopsError);
  expect(call([1, 1], [5, 5, 5])).toThrow(MopsError);
});

it('lets the last ratio go on where there is little', () => {
  const { values, warnings } = forecastRatio({
    numerators: [1, 2, 3],
    denominators: [10, 10, 10],
    horizon: 2,
  });
  expect(values.map(({ mean }) => mean)).toEqual([0.3, 0.3]);
  expect(warnings.length).toBeGreaterThan(0);
});
