import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './wilson-interval.ts';

describe('wilsonInterval', () => {
  // Newcombe 1998, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the published limits of %i of %i', (part, whole, low, high) => {
    const found = wilsonInterval(part, whole);
    expect(found?.low.toFixed(4)).toBe(low.toFixed(4));
    expect(found?.high.toFixed(4)).toBe(high.toFixed(4));
  });

  it('says nothing where there is no part of a whole', () => {
    for (const [part, whole] of [
      [0, 0],
      [-1, 5],
      [6, 5],
      [Number.NaN, 5],
      [1, Number.POSITIVE_INFINITY],
      [1, -3],
    ]) {
      expect(wilsonInterval(part as number, whole as number)).toBeNull();
    }
  });

  it('holds the share, mirrors its opposite, and narrows with more cases', () => {
    const shares = fc.record({
      whole: fc.integer({ min: 1, max: 1e9 }),
      at: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(shares, ({ whole, at }) => {
        const part = Math.round(whole * at);
        const { low = Number.NaN, high = Number.NaN } = wilsonInterval(part, whole) ?? {};
        const other = wilsonInterval(whole - part, whole);
        const more = wilsonInterval(part * 4, whole * 4);
        expect(0 <= low && low <= part / whole && part / whole <= high && high <= 1).toBe(true);
        expect(other?.low).toBeCloseTo(1 - high, 12);
        expect((more?.high ?? 1) - (more?.low ?? 0)).toBeLessThan(high - low);
      }),
    );
  });
});
