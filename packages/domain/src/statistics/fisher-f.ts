import { betaPoint } from './beta.ts';
import { mustBe, mustBePositive } from './check.ts';
import { betaTails, type Tails } from './incomplete-beta.ts';

/** Degrees of freedom of an F distribution: of the numerator and of the denominator. */
export type FreedomPair = { df1: number; df2: number };

/**
 * Chance that an F variable is at most x (x ≥ 0). Abramowitz & Stegun 26.6.2. Refuses NaN, negative
 * x and degrees of freedom that are not above 0.
 * @example fisherFCdf(1, { df1: 4, df2: 4 }).toFixed(12) // '0.500000000000'
 */
export function fisherFCdf(x: number, df: FreedomPair): number {
  return tails(x, df).lower;
}

/**
 * Chance that an F variable is above x: the p-value of an F test; exact when tiny.
 * @example fisherFUpper(0, { df1: 4, df2: 4 }) // 1
 */
export function fisherFUpper(x: number, df: FreedomPair): number {
  return tails(x, df).upper;
}

/**
 * x below which the share p of an F distribution lies, 0 ≤ p < 1.
 * @example fisherFQuantile(0.5, { df1: 4, df2: 4 }) // 1
 */
export function fisherFQuantile(p: number, df: FreedomPair): number {
  mustBe(p >= 0 && p < 1, `A quantile needs 0 ≤ p < 1, not ${p}.`, 'Give p as a share: 0.95.');
  const { df1, df2 } = checked(df);
  if (p === 0) return 0;
  const { x, y } = betaPoint(p, { a: df1 / 2, b: df2 / 2 });
  return (x / y) * (df2 / df1);
}

function tails(x: number, df: FreedomPair): Tails {
  mustBe(x >= 0, `x must not be negative, and is ${x}.`, 'Give a number from 0 on.');
  const { df1, df2 } = checked(df);
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const scaled = x * (df1 / df2);
  if (!Number.isFinite(scaled)) return { lower: 1, upper: 0 };
  return betaTails({ a: df1 / 2, b: df2 / 2 }, scaled / (1 + scaled), 1 / (1 + scaled));
}

function checked(df: FreedomPair): FreedomPair {
  mustBePositive('df1', df.df1);
  mustBePositive('df2', df.df2);
  return df;
}
