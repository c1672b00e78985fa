import { mustBe, mustBeFinite, mustBePositive } from './check.ts';
import { betaTails } from './incomplete-beta.ts';
import { logGamma } from './log-gamma.ts';
import { normalUpper } from './normal.ts';

/**
 * Chance that a noncentral t variable with `df` degrees of freedom and noncentrality `shift` ≥ 0 is
 * above t ≥ 0: the power of a t test. Poisson mixture of incomplete beta functions (Lenth 1989, Applied
 * Statistics 38, AS 243). Refuses negative t or shift.
 * @example noncentralTUpper(0, { df: 10, shift: 0 }) // 0.5
 */
export function noncentralTUpper(t: number, { df, shift }: { df: number; shift: number }): number {
  mustBePositive('The degrees of freedom', df);
  mustBeFinite('t', t);
  mustBe(t >= 0 && shift >= 0, 't and shift must not be negative.', 'Give their sizes.');
  // Further out the mixture's weights are below what a float can hold, and the answer is 1 or 0.
  if (shift > 36) return normalUpper(t - shift);
  const half = (shift * shift) / 2;
  const [x, y] = [(t * t) / (df + t * t), df / (df + t * t)];
  let sum = normalUpper(-shift);
  for (let j = 0; j < 5000; j++) {
    const even = Math.exp(-half + (j === 0 ? 0 : j * Math.log(half)) - logGamma(j + 1));
    const odd =
      (shift / Math.SQRT2) *
      Math.exp(-half + (j === 0 ? 0 : j * Math.log(half)) - logGamma(j + 1.5));
    sum -=
      (even * betaTails({ a: j + 0.5, b: df / 2 }, x, y).lower +
        odd * betaTails({ a: j + 1, b: df / 2 }, x, y).lower) /
      2;
    if (j > half && even < 1e-17) break;
    if (half === 0) break;
  }
  return Math.min(1, Math.max(0, sum));
}
