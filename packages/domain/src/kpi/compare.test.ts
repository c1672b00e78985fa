import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from './compare.ts';

describe('compare', () => {
  it.each([
    [120, 100, 20, 0.2],
    [80, 100, -20, -0.2],
    [-5, -10, 5, 0.5],
    [5, -10, 15, 1.5],
    [7, 0, 7, null],
    [0, 0, 0, null],
    [0, 4, -4, -1],
    [null, 4, null, null],
    [4, null, null, null],
  ])('from %s to now is told as change', (now, before, absolute, relative) => {
    expect(compare(now, before)).toEqual({ absolute, relative });
  });

  it('is finite and has the sign of the difference', () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, (now, before) => {
        const { absolute, relative } = compare(now, before);
        for (const one of [absolute, relative]) {
          if (one === null) continue;
          expect(Number.isFinite(one)).toBe(true);
          expect(Object.is(one, -0)).toBe(false);
        }
        if (relative !== null && relative !== 0) expect(relative > 0).toBe(now > before);
      }),
    );
  });
});
