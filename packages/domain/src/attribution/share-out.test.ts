import fc from 'fast-check';
import { expect, it } from 'vitest';
import { splitMicros } from '../money/index.ts';
import { shareOut, splitByEffects } from './share-out.ts';

function shared(total: number, weights: number[]): number[] {
  const parts = new Float64Array(weights.length * 2);
  shareOut(total, weights, { parts, length: weights.length });
  return [...parts.subarray(0, weights.length)];
}

it('is the split of money', () => {
  const counts = fc.array(fc.nat(20), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(fc.nat(1e9), counts, (total, weights) => {
      const sum = weights.reduce((a, b) => a + b, 0);
      fc.pre(sum > 0);
      expect(
        shared(
          total,
          weights.map((weight) => weight / sum),
        ),
      ).toEqual(splitMicros(total, weights));
    }),
    { numRuns: 1000 },
  );
});

it('is exact for the largest totals', () => {
  const total = Number.MAX_SAFE_INTEGER;
  const parts = shared(total, Array(7).fill(1 / 7));
  expect(parts.reduce((a, b) => a + BigInt(b), 0n)).toBe(BigInt(total));
});

it('splits by effects of both signs', () => {
  expect(splitByEffects(100, [3, -1])).toEqual([150, -50]);
  const effects = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(fc.nat(1e9), effects, (total, list) => {
      fc.pre(list.reduce((a, b) => a + b, 0) > 0.01);
      expect(splitByEffects(total, list).reduce((a, b) => a + b, 0)).toBe(total);
    }),
    { numRuns: 1000 },
  );
});
