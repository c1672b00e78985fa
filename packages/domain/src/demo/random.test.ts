import { describe, expect, test } from 'vitest';
import { keyedRandom, split } from './random.ts';

describe('numbers by key', () => {
  test('the same seed and key give the same run, another key another one', () => {
    const run = (seed: number, key: string) => {
      const random = keyedRandom(seed, key);
      return [random.unit(), random.unit(), random.around(0.1), random.count(3.5)];
    };
    expect(run(42, 'a')).toEqual(run(42, 'a'));
    expect(run(42, 'a')).not.toEqual(run(42, 'b'));
    expect(run(42, 'a')).not.toEqual(run(43, 'a'));
  });

  test('around has the mean 1 and about the spread that was asked for', () => {
    const drawn = Array.from({ length: 4000 }, (_, i) => keyedRandom(1, `n${i}`).around(0.1));
    const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length;
    const variance = drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length;
    expect(mean).toBeCloseTo(1, 2);
    expect(Math.sqrt(variance)).toBeCloseTo(0.1, 2);
  });

  test('count is whole and keeps the mean', () => {
    const drawn = Array.from({ length: 4000 }, (_, i) => keyedRandom(1, `n${i}`).count(0.3));
    expect(new Set(drawn)).toEqual(new Set([0, 1]));
    expect(drawn.reduce((a, b) => a + b, 0) / drawn.length).toBeCloseTo(0.3, 1);
  });
});

describe('split', () => {
  test.each([
    [10, [1, 1, 2], 0.5, [3, 2, 5]],
    [1, [1, 1], 0.9, [1, 0]],
    [0, [1, 2], 0.4, [0, 0]],
    [7, [1], 0.2, [7]],
  ])('%d by %j', (total, weights, offset, parts) => {
    expect(split(total, weights, offset)).toEqual(parts);
  });

  test('parts are whole, never negative, and sum to the total', () => {
    for (let i = 0; i < 500; i++) {
      const { unit } = keyedRandom(7, `s${i}`);
      const total = Math.floor(unit() * 50);
      const parts = split(total, [unit(), unit(), unit(), unit()], unit());
      expect(parts.every((part) => Number.isInteger(part) && part >= 0)).toBe(true);
      expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
    }
  });
});
