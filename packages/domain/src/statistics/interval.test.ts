import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newcombeInterval, wilsonInterval } from './interval.ts';

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

  it('follows the level', () => {
    // R 4.2: prop.test(15, 148, conf.level = 0.9, correct = FALSE)
    const found = wilsonInterval(15, 148, 0.9);
    expect(found?.low).toBeCloseTo(0.06744326225, 8);
    expect(found?.high).toBeCloseTo(0.14957293175, 8);
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
      { numRuns: 1000 },
    );
  });
});

describe('newcombeInterval', () => {
  // Newcombe 1998 (Statistics in Medicine 17, 873), table II, method 10: first minus second there.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
  ])('gives the published limits of %i/%i and %i/%i', (a, m, b, n, low, high) => {
    const found = newcombeInterval({ part: b, whole: n }, { part: a, whole: m });
    expect(Math.abs(found.low - low)).toBeLessThan(5.1e-5);
    expect(Math.abs(found.high - high)).toBeLessThan(5.1e-5);
  });

  it('refuses what is no part of a whole', () => {
    expect(() => newcombeInterval({ part: 3, whole: 2 }, { part: 1, whole: 2 })).toThrow('part');
    expect(() => newcombeInterval({ part: 1, whole: 2 }, { part: 0, whole: 0 })).toThrow('part');
  });
});
