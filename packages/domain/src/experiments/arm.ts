import { mustBe } from '../statistics/check.ts';
import type { Proportion } from '../statistics/interval.ts';

/**
 * One arm of an experiment, whatever was measured: the value of a case, its variance between cases,
 * and the same before an adjustment (`rawMean`, `rawVariance`; `covariance` of both). Without an
 * adjustment all three variances are one.
 */
export type Arm = {
  /** Independent cases: the people, accounts or mails that were randomised. */
  n: number;
  mean: number;
  variance: number;
  rawMean: number;
  rawVariance: number;
  covariance: number;
  /** Where the delta method takes the slope of a relative effect: `mean` or, as good, `rawMean`. */
  slopeAt: number;
};

/**
 * Sums over the cases of an arm, of one or more columns per case: all that the tests need of the data.
 * `products` holds Σ xᵢ xⱼ row by row, so its diagonal are the sums of squares.
 */
export type Moments = { n: number; sums: number[]; products: number[] };

const COUNTS = 'Give whole cases: 0 ≤ part ≤ whole, and at least two of them.';

/**
 * The sums of cases, one row of numbers per case: `[[value]]` for a mean, `[[value, before]]` for a
 * mean that is adjusted, `[[numerator, denominator]]` for a ratio. Refuses rows of unequal length,
 * NaN and an empty set.
 * @example momentsOf([[1, 2], [3, 4]]) // { n: 2, sums: [4, 6], products: [10, 14, 14, 20] }
 */
export function momentsOf(rows: readonly (readonly number[])[]): Moments {
  const width = rows[0]?.length ?? 0;
  mustBe(width > 0, 'There are no cases.', 'Give one row of numbers for each case.');
  const sums = new Array<number>(width).fill(0);
  const products = new Array<number>(width * width).fill(0);
  for (const [at, row] of rows.entries()) {
    mustBe(
      row.length === width && row.every(Number.isFinite),
      `Case ${at + 1} is not ${width} finite numbers.`,
      'Leave out cases without a measurement, or count them as 0 where 0 is true.',
    );
    for (let i = 0; i < width; i++) {
      const value = row[i] as number;
      sums[i] = (sums[i] as number) + value;
      for (let j = 0; j < width; j++) {
        products[i * width + j] = (products[i * width + j] as number) + value * (row[j] as number);
      }
    }
  }
  return { n: rows.length, sums, products };
}

/**
 * Arm of a share: `part` of `whole` cases converted. Variance p (1 - p). Refuses what is no part of
 * a whole of at least two.
 * @example armOfShare({ part: 1, whole: 4 }).variance // 0.1875
 */
export function armOfShare({ part, whole }: Proportion): Arm {
  mustBe(Number.isFinite(whole) && whole >= 2, `${whole} cases are too few.`, COUNTS);
  mustBe(part >= 0 && part <= whole, `${part} is no part of ${whole}.`, COUNTS);
  const mean = part / whole;
  return plain(whole, mean, mean * (1 - mean));
}

/**
 * Arm of a mean, of the sums of one column. Sample variance (n - 1). Refuses fewer than two cases.
 * @example armOfMean({ n: 3, sums: [9], products: [41] }).variance // 7
 */
export function armOfMean(moments: Moments): Arm {
  mustHave(moments, 1);
  return plain(moments.n, meanAt(moments, 0), covarianceAt(moments, 0, 0));
}

/**
 * Arm of a ratio of two sums over the same cases (revenue per order, clicks per view), of the sums of
 * two columns: numerator, denominator. Variance by the delta method (Deng, Knoblich & Lu 2018, KDD), so
 * that what was randomised stays the unit. Refuses a denominator that adds up to 0.
 * @example armOfRatio({ n: 2, sums: [4, 8], products: [10, 20, 20, 40] }).mean // 0.5
 */
export function armOfRatio(moments: Moments): Arm {
  mustHave(moments, 2);
  const weights = ratioWeights(moments, 0);
  return plain(moments.n, ratioAt(moments, 0), covarianceOf(moments, weights, weights));
}

function plain(n: number, mean: number, variance: number): Arm {
  return {
    n,
    mean,
    variance,
    rawMean: mean,
    rawVariance: variance,
    covariance: variance,
    slopeAt: mean,
  };
}

export function mustHave({ n, sums, products }: Moments, columns: number): void {
  const finite =
    Number.isFinite(n) && sums.every(Number.isFinite) && products.every(Number.isFinite);
  mustBe(finite && n >= 2, 'The sums are not of two cases or more.', 'Give finite sums and n ≥ 2.');
  mustBe(
    sums.length === columns && products.length === columns * columns,
    `${columns} columns are needed, and ${sums.length} are there.`,
    'Give the sums of each column, and Σ xᵢ xⱼ of each pair of them.',
  );
}

export const meanAt = ({ n, sums }: Moments, i: number) => (sums[i] as number) / n;

/** Sample covariance of two columns; never below 0 on the diagonal by a rounding. */
export function covarianceAt({ n, sums, products }: Moments, i: number, j: number): number {
  const raw = products[i * sums.length + j] as number;
  const value = (raw - ((sums[i] as number) / n) * (sums[j] as number)) / (n - 1);
  if (i !== j) return value;
  return value <= raw * 4e-16 ? 0 : value;
}

/** Ratio of column i over the next one. */
export function ratioAt({ sums }: Moments, i: number): number {
  const below = sums[i + 1] as number;
  mustBe(below !== 0, 'The denominators add up to 0.', 'A ratio needs something to divide by.');
  return (sums[i] as number) / below;
}

/** What one more of each column does to the ratio of column i over the next one. */
export function ratioWeights(moments: Moments, i: number): number[] {
  const weights = new Array<number>(moments.sums.length).fill(0);
  const below = meanAt(moments, i + 1);
  weights[i] = 1 / below;
  weights[i + 1] = -ratioAt(moments, i) / below;
  return weights;
}

/** Covariance of two weighted sums of the columns. */
export function covarianceOf(moments: Moments, one: number[], two: number[]): number {
  let sum = 0;
  for (const [i, first] of one.entries()) {
    if (first === 0) continue;
    for (const [j, second] of two.entries()) {
      if (second !== 0) sum += first * second * covarianceAt(moments, i, j);
    }
  }
  return one === two ? Math.max(0, sum) : sum;
}
