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

it('gives nothing to a weight of 0, not even of what rounding leaves', () => {
  const third = 1 / 3;
  for (const total of [1, 2, 10, 1e9 + 1, 2 ** 52 + 1, Number.MAX_SAFE_INTEGER]) {
    const parts = shared(total, [0, third, third, third, 0]);
    expect([parts[0], parts[4]]).toEqual([0, 0]);
    expect(parts.reduce((a, b) => a + b, 0)).toBe(total);
  }
});

it('has shares that are whole but for the rounding of the machine', () => {
  expect(shared(10, [0.1, 0.2, 0.3, 0.4])).toEqual([1, 2, 3, 4]);
  expect(shared(90, [0.7, 0.1, 0.2])).toEqual([63, 9, 18]);
});

it('splits nothing into nothings, whatever the effects', () => {
  expect(splitByEffects(0, [0, 0])).toEqual([0, 0]);
  expect(splitByEffects(0, [2, -1])).toEqual([0, 0]);
  expect(splitByEffects(0, [])).toEqual([]);
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
