import { describe, expect, it } from 'vitest';
import { seededRandom } from './seeded-random.ts';

const run = (seed: number, length: number) => {
  const random = seededRandom(seed);
  return Array.from({ length }, random);
};

describe('seededRandom', () => {
  it('gives the same run for the same seed and another for another', () => {
    expect(run(42, 5)).toEqual(run(42, 5));
    expect(run(42, 5)).not.toEqual(run(43, 5));
    expect(run(1, 1)[0]).toBe(0.6270739405881613);
  });

  it('stays in [0, 1) and is spread evenly', () => {
    const values = run(7, 20_000);
    expect(values.every((one) => one >= 0 && one < 1)).toBe(true);
    expect(values.reduce((a, b) => a + b) / values.length).toBeCloseTo(0.5, 2);
  });
});
