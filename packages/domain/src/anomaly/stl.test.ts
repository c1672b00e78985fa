import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AIR_PASSENGERS } from '../forecast/fixtures/series.ts';
import { MopsError } from '../shared/index.ts';
import { stl } from './stl.ts';

// Reference: stl of R 4.2.2 on log(AirPassengers).
const logs = AIR_PASSENGERS.map(Math.log);
const first = (part: Float64Array) => [...part.subarray(0, 3)];
const near = (actual: number[], wanted: number[], tolerance: number) => {
  wanted.forEach((value, i) => {
    expect(Math.abs((actual[i] as number) - value)).toBeLessThan(tolerance);
  });
};

it('is what R computes, to the last digits, over the first rounds', () => {
  const { seasonal, trend } = stl(logs, { season: 12, rounds: 2 });
  near(first(seasonal), [-0.08809753834, -0.12580716946], 1e-10);
  near(first(trend), [4.826342766, 4.827987833], 1e-8);
  const plain = stl(logs, { season: 12, robust: false });
  expect([...plain.weights].every((weight) => weight === 1)).toBe(true);
});

it('robust and periodic, fifteen rounds', () => {
  const { seasonal, trend, parts } = stl(logs, { season: 12 });
  near(first(seasonal), [-0.083882194216, -0.14236597191, 0.025284297457], 1e-10);
  near(first(trend), [4.8030637297, 4.8069416516, 4.8108195735], 1e-9);
  expect(parts.seasonStrength).toBeGreaterThan(0.9);
});

it('with a season of its own each year', () => {
  const { seasonal, trend } = stl(logs, { season: 12, seasonSpan: 7 });
  near(first(seasonal), [-0.0689242012758, -0.0448256901573, 0.0478618634738], 1e-9);
  near(first(trend), [4.79722258641, 4.80374956558, 4.81027654476], 1e-9);
});

it('lets single wild values alone', () => {
  const clean = Array.from(
    { length: 84 },
    (_, t) => 50 + t / 7 + ([9, 4, 0, -3, -2, -5, -3][t % 7] as number),
  );
  const wild = clean.map((value, t) => (t === 40 ? value + 500 : value));
  const { trend, remainder, weights } = stl(wild, { season: 7 });
  expect(remainder[40]).toBeCloseTo(500, 0);
  expect(weights[40]).toBe(0);
  expect(trend[40]).toBeCloseTo(50 + 40 / 7, 0);
});

it('sums to the series', () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
    minLength: 8,
    maxLength: 16,
  });
  fc.assert(
    fc.property(values, (list) => {
      const { seasonal, trend, remainder } = stl(list, { season: 4, rounds: 1 });
      return list.every((value, t) => {
        const sum = (seasonal[t] as number) + (trend[t] as number) + (remainder[t] as number);
        return Math.abs(sum - value) <= 1e-9 * (1 + Math.abs(value));
      });
    }),
    { numRuns: 1000 },
  );
});

it('refuses less than two seasons, and gaps', () => {
  expect(() => stl([1, 2, 3, 4, 5], { season: 3 })).toThrow(MopsError);
  expect(() => stl([1, 2, 3, Number.NaN], { season: 2 })).toThrow(MopsError);
  expect(() => stl([1, 2, 3, 4], { season: 1 })).toThrow(MopsError);
});

it('of a constant series is that constant', () => {
  const { trend, seasonal, parts } = stl(new Array(24).fill(7), { season: 12 });
  expect([...trend].every((value) => Math.abs(value - 7) < 1e-9)).toBe(true);
  expect([...seasonal].every((value) => Math.abs(value) < 1e-9)).toBe(true);
  expect(Number.isFinite(parts.trendStrength)).toBe(true);
});
