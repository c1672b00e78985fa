import { expect, it } from 'vitest';
import { decompose } from './decompose.ts';
import { AIR_PASSENGERS } from './fixtures/series.ts';
import { adjust } from './season-factors.ts';
import { isSeasonal } from './seasonality-test.ts';

it("has the indices of R's decompose", () => {
  // decompose(AirPassengers, type = "multiplicative")$figure, R 4.2.2
  const wanted = [
    0.910230367, 0.883625321, 1.007366288, 0.975906012, 0.981378027, 1.112775827, 1.226555543,
    1.219910969, 1.060491933, 0.92175724, 0.801178082, 0.89882439,
  ];
  const { season } = decompose(AIR_PASSENGERS, 12, 'multiplicative') ?? { season: [] };
  expect([...season].map((index) => Number(index.toFixed(9)))).toEqual(wanted);
});

it('gives odd seasons a mean of their own length', () => {
  const values = Array.from({ length: 15 }, (_, t) => 10 + t + ([2, -1, -1][t % 3] as number));
  const { season } = decompose(values, 3, 'additive') ?? { season: [] };
  expect([...season].map((index) => Math.round(index * 1e9) / 1e9)).toEqual([2, -1, -1]);
});

it('does not multiply by zero', () => {
  const zeros = Array.from({ length: 24 }, (_, t) => (t % 4 === 0 ? 0 : 8));
  expect(decompose(zeros, 4, 'multiplicative')).toBeNull();
  expect(adjust(zeros, 4).kind).toBe('additive');
  expect(decompose([1, 2, 3], 4, 'additive')).toBeNull();
});

it('finds a season only where there is one', () => {
  expect(isSeasonal(AIR_PASSENGERS, 12)).toBe(true);
  expect(isSeasonal(AIR_PASSENGERS.slice(0, 35), 12)).toBe(false);
  expect(isSeasonal(new Array(60).fill(4), 12)).toBe(false);
  const line = Array.from({ length: 60 }, (_, t) => t);
  expect(isSeasonal(line, 12)).toBe(false);
});
