import { stirlingError } from './log-gamma.ts';

/**
 * x log(x / mean) + mean - x, the half deviance of a Poisson count, exact where x is near its mean
 * (Loader 2000, Fast and accurate computation of binomial probabilities).
 */
export function halfDeviance(x: number, mean: number): number {
  const gap = x - mean;
  if (Math.abs(gap) >= 0.1 * (x + mean)) {
    const ratio = x / mean;
    return x * (ratio < 1e300 ? Math.log(ratio) : Math.log(x) - Math.log(mean)) - gap;
  }
  const v = gap / (x + mean);
  const square = v * v;
  let power = 2 * x * v;
  let sum = gap * v;
  for (let k = 1; k < 100; k++) {
    power *= square;
    const next = sum + power / (2 * k + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** xᵃ e⁻ˣ / Γ(a + 1) for a, x > 0, by the saddle point (Loader 2000). */
export function poissonTerm(a: number, x: number): number {
  return Math.exp(-stirlingError(a) - halfDeviance(a, x)) / Math.sqrt(2 * Math.PI * a);
}

/** xᵃ yᵇ / B(a, b) for y = 1 - x, by the saddle point (Loader 2000). */
export function betaTerm(shape: { a: number; b: number }, x: number, y: number): number {
  const { a, b } = shape;
  const n = a + b;
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    halfDeviance(a, n * x) -
    halfDeviance(b, n * y);
  return Math.exp(exponent) * Math.sqrt(((a / n) * b) / (2 * Math.PI));
}
