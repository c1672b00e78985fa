import { describe, expect, it } from 'vitest';
import { findRoot, noncentralTUpper, studentTUpper } from './index.ts';

const refusal = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });

describe('noncentralTUpper', () => {
  // R 4.2: pt(t, df, ncp, lower.tail = FALSE)
  it.each([
    [2.024394, 38, 3.162278, 0.8689529068],
    [1, 5, 0.5, 0.3334642973],
    [3, 10, 8, 0.99998185],
    [2, 1e6, 2.8, 0.7881445145],
  ])('t %d, df %d, shift %d: %d', (t, df, shift, expected) => {
    expect(noncentralTUpper(t, { df, shift })).toBeCloseTo(expected, 9);
  });

  it('is the central one without a shift, and 1 far out', () => {
    expect(noncentralTUpper(2, { df: 7, shift: 0 })).toBeCloseTo(studentTUpper(2, 7), 13);
    expect(noncentralTUpper(2, { df: 7, shift: 50 })).toBe(1);
    expect(() => noncentralTUpper(-1, { df: 7, shift: 1 })).toThrow(refusal);
  });
});

describe('findRoot', () => {
  it('finds falling and rising roots, and refuses where there is none', () => {
    expect(findRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 14);
    expect(findRoot((x) => 1 - x, 0, 4)).toBe(1);
    expect(() => findRoot((x) => x + 5, 0, 1)).toThrow(refusal);
  });
});
