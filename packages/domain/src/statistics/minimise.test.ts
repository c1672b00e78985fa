import { describe, expect, it } from 'vitest';
import { minimise } from './minimise.ts';

const refusal = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });

describe('minimise', () => {
  it('finds the valley of Rosenbrock (1960)', () => {
    const f = ([x = 0, y = 0]: Float64Array) => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    const found = minimise(f, [-1.2, 1]);
    expect(found.converged).toBe(true);
    expect(found.at[0]).toBeCloseTo(1, 5);
    expect(found.at[1]).toBeCloseTo(1, 5);
  });

  it('finds the minimum of Powell’s singular function in four dimensions', () => {
    const f = ([a = 0, b = 0, c = 0, d = 0]: Float64Array) =>
      (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4;
    expect(minimise(f, [3, -1, 0, 1], { evaluations: 4000 }).value).toBeLessThan(1e-8);
  });

  it('works in one dimension and keeps off what has no value', () => {
    const f = ([x = 0]: Float64Array) => x - Math.log(x);
    const found = minimise(f, [5]);
    expect(found.at[0]).toBeCloseTo(1, 5);
    expect(found.converged).toBe(true);
  });

  it('says when it ran out of evaluations', () => {
    const f = ([x = 0, y = 0]: Float64Array) => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
    expect(minimise(f, [-1.2, 1], { evaluations: 20 }).converged).toBe(false);
  });

  it('refuses a start without a value, and nothing to vary', () => {
    expect(() => minimise(() => Number.NaN, [1])).toThrow(refusal);
    expect(() => minimise(() => 1, [])).toThrow(refusal);
  });
});
