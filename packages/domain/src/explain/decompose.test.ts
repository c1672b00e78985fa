import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decomposeProduct, decomposeRatio, shareProduct } from './index.ts';

const refusal = expect.objectContaining({ code: 'INVALID', hint: expect.stringMatching(/\w/) });
const runs = { numRuns: 2000 };
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('decomposeProduct', () => {
  it('sessions × conversion × order value', () => {
    const { before, after, parts } = decomposeProduct({
      before: [10000, 0.02, 80],
      after: [12000, 0.018, 84],
    });
    expect(before).toBe(16000);
    expect(after).toBeCloseTo(18144, 9);
    for (const [i, part] of [3108.498378, -1796.348154, 831.849776].entries()) {
      expect(Math.abs((parts[i] as number) - part)).toBeLessThan(5e-7);
    }
    expect(sum(parts)).toBeCloseTo(2144, 9);
  });

  it('leads × conversion × deal, by both methods', () => {
    const change = { before: [1000, 0.05, 10000], after: [1200, 0.04, 11000] };
    const close = (parts: number[], expected: number[]) => {
      for (const [i, part] of expected.entries()) expect(parts[i]).toBeCloseTo(part, 2);
      expect(sum(parts)).toBeCloseTo(28000, 8);
    };
    close(decomposeProduct(change).parts, [93690.1, -114667.42, 48977.32]);
    close(shareProduct(change).parts, [94333.33, -115666.67, 49333.33]);
  });

  it('what comes from nothing or goes to nothing takes the change', () => {
    expect(decomposeProduct({ before: [0, 5], after: [4, 6] }).parts).toEqual([24, 0]);
    expect(decomposeProduct({ before: [4, 6], after: [0, 5] }).parts).toEqual([-24, 0]);
    expect(decomposeProduct({ before: [0, 0, 2], after: [4, 6, 3] }).parts).toEqual([36, 36, 0]);
    expect(decomposeProduct({ before: [0, 3], after: [5, 0] }).parts).toEqual([0, 0]);
  });

  it('zero is the limit of ever smaller numbers', () => {
    const near = decomposeProduct({ before: [1e-300, 5], after: [4, 6] }).parts;
    const at = decomposeProduct({ before: [0, 5], after: [4, 6] }).parts;
    expect(Math.abs((near[0] as number) - (at[0] as number))).toBeLessThan(0.01);
  });

  it('a change of sign is shared out by Shapley', () => {
    const found = decomposeProduct({ before: [-2, 5], after: [4, 6] });
    expect(found.method).toBe('shapley');
    expect(sum(found.parts)).toBeCloseTo(34, 12);
  });

  it('parts sum to the change: zeros, negatives, any sizes', () => {
    const value = fc.oneof(
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 3, arbitrary: fc.integer({ min: -1000, max: 1000 }) },
      { weight: 6, arbitrary: fc.double({ min: 1e-6, max: 1e6, noNaN: true }) },
    );
    const pairs = fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(pairs, (list) => {
        const change = { before: list.map(([old]) => old), after: list.map(([, now]) => now) };
        for (const found of [decomposeProduct(change), shareProduct(change)]) {
          const size = found.parts.reduce(
            (most, part) => Math.max(most, Math.abs(part)),
            Math.abs(found.before) + Math.abs(found.after),
          );
          expect(Math.abs(sum(found.parts) - found.change)).toBeLessThanOrEqual(1e-9 * size);
          // Time turned round turns every part round.
          const back = (found.method === 'lmdi' ? decomposeProduct : shareProduct)({
            before: change.after,
            after: change.before,
          });
          for (const [i, part] of found.parts.entries()) {
            expect(Math.abs(part + (back.parts[i] as number))).toBeLessThanOrEqual(1e-9 * size);
          }
        }
      }),
      runs,
    );
  });

  it('refuses what is no product', () => {
    expect(() => decomposeProduct({ before: [], after: [] })).toThrow(refusal);
    expect(() => decomposeProduct({ before: [1], after: [1, 2] })).toThrow(refusal);
    expect(() => decomposeProduct({ before: [Number.NaN], after: [1] })).toThrow(refusal);
    expect(() => decomposeProduct({ before: [1e200, 1e200], after: [1, 2] })).toThrow(refusal);
  });
});

describe('decomposeRatio', () => {
  it('two segments, midpoint weights', () => {
    const { before, after, change, segments } = decomposeRatio([
      { before: { num: 50, den: 1000 }, after: { num: 120, den: 2500 } },
      { before: { num: 80, den: 4000 }, after: { num: 60, den: 3500 } },
    ]);
    expect([before, after]).toEqual([0.026, 0.03]);
    expect(change).toBeCloseTo(0.004, 12);
    expect(segments[0]?.mix).toBeCloseTo(0.00455, 9);
    expect(segments[0]?.rate).toBeCloseTo(-0.00061666667, 9);
    expect(segments[1]?.mix).toBeCloseTo(0.00204285714, 9);
    expect(segments[1]?.rate).toBeCloseTo(-0.00197619048, 9);
  });

  it('return on ad spend of two channels, weights after', () => {
    const { segments, change } = decomposeRatio(
      [
        { before: { num: 400, den: 100 }, after: { num: 300, den: 100 } },
        { before: { num: 200, den: 100 }, after: { num: 400, den: 200 } },
      ],
      'after',
    );
    expect(change).toBeCloseTo(-2 / 3, 12);
    expect(segments[0]?.rate).toBeCloseTo(-1 / 3, 12);
    expect(segments[0]?.mix).toBeCloseTo(-1 / 6, 12);
    expect(segments[1]?.rate).toBe(0);
    expect(segments[1]?.mix).toBeCloseTo(-1 / 6, 12);
  });

  it('parts sum to the change: empty, appearing, disappearing, negative, unbased segments', () => {
    const value = fc.oneof(
      { weight: 1, arbitrary: fc.constant(0) },
      { weight: 4, arbitrary: fc.integer({ min: -1000, max: 1000 }) },
    );
    const side = fc.record({ num: value, den: value });
    const list = fc.array(fc.record({ before: side, after: side }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(list, fc.constantFrom('midpoint', 'after'), (segments, weights) => {
        const den = (at: 'before' | 'after') => sum(segments.map((one) => one[at].den));
        fc.pre(den('before') !== 0 && den('after') !== 0);
        const found = decomposeRatio(segments, weights as 'midpoint');
        const parts = found.segments.flatMap(({ rate, mix, unbased }) => [rate, mix, unbased]);
        const size = parts.reduce((most, part) => Math.max(most, Math.abs(part)), 1e-9);
        expect(Math.abs(sum(parts) - found.change)).toBeLessThanOrEqual(1e-9 * size);
      }),
      runs,
    );
  });

  it('a segment that is not there has the weight 0 and no rate of its own', () => {
    const { segments } = decomposeRatio([
      { before: { num: 10, den: 100 }, after: { num: 10, den: 100 } },
      { before: { num: 0, den: 0 }, after: { num: 30, den: 100 } },
    ]);
    expect(segments[1]?.rate).toBe(0);
    expect(segments[1]?.mix).toBeCloseTo(0.5 * (0.3 - 0.15), 12);
  });

  it('refuses a ratio over nothing', () => {
    expect(() => decomposeRatio([])).toThrow(refusal);
    const none = { num: 3, den: 0 };
    expect(() => decomposeRatio([{ before: none, after: { num: 1, den: 1 } }])).toThrow(refusal);
    const wrong = { num: Number.NaN, den: 1 };
    expect(() => decomposeRatio([{ before: wrong, after: wrong }])).toThrow(refusal);
  });
});
