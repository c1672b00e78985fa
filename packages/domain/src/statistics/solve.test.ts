import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factorCholesky, factorLu } from './solve.ts';

const refusal = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });
const square = fc.integer({ min: 1, max: 6 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    matrix: fc.array(fc.integer({ min: -9, max: 9 }), {
      minLength: size * size,
      maxLength: size * size,
    }),
    x: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: size, maxLength: size }),
  }),
);

function times(matrix: ArrayLike<number>, size: number, x: ArrayLike<number>): number[] {
  return Array.from({ length: size }, (_, i) =>
    Array.from(x, (value, j) => value * (matrix[i * size + j] as number)).reduce(
      (a, b) => a + b,
      0,
    ),
  );
}

describe('linear systems', () => {
  it('LU finds what was multiplied', () => {
    fc.assert(
      fc.property(square, ({ size, matrix, x }) => {
        // Strong diagonal: never singular.
        const a = matrix.map((value, i) => (i % (size + 1) === 0 ? value + 100 : value));
        const factored = factorLu(a, size);
        const found = factored.solve(times(a, size, x));
        for (let i = 0; i < size; i++) expect(found[i]).toBeCloseTo(x[i] as number, 11);
        const column = times(
          a,
          size,
          factored.inverse().filter((_, i) => i % size === 0),
        );
        expect(column[0]).toBeCloseTo(1, 11);
      }),
      { numRuns: 1000 },
    );
  });

  it('Cholesky agrees with LU on A Aᵀ + 1', () => {
    fc.assert(
      fc.property(square, ({ size, matrix, x }) => {
        const a = matrix.map((_, at) => {
          const i = Math.floor(at / size);
          const j = at % size;
          let sum = i === j ? 1 : 0;
          for (let k = 0; k < size; k++) {
            sum += (matrix[i * size + k] as number) * (matrix[j * size + k] as number);
          }
          return sum;
        });
        const one = factorCholesky(a, size);
        const two = factorLu(a, size);
        expect(one.logDeterminant).toBeCloseTo(two.logDeterminant, 8);
        const [first, second] = [one.solve(x), two.solve(x)];
        for (let i = 0; i < size; i++) expect(first[i]).toBeCloseTo(second[i] as number, 8);
      }),
      { numRuns: 1000 },
    );
  });

  it('pivots where the diagonal begins with zero', () => {
    expect([...factorLu([0, 1, 1, 0], 2).solve([3, 4])]).toEqual([4, 3]);
  });

  it('refuses what has no single answer', () => {
    expect(() => factorLu([1, 2, 2, 4], 2)).toThrow(refusal);
    expect(() => factorLu([1, 2, 3], 2)).toThrow(refusal);
    expect(() => factorLu([Number.NaN], 1)).toThrow(refusal);
    expect(() => factorLu([2], 1).solve([1, 2])).toThrow(refusal);
    expect(() => factorCholesky([1, 2, 2, 1], 2)).toThrow(refusal);
    expect(() => factorCholesky([0], 1)).toThrow(refusal);
  });
});
