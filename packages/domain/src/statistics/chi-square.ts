import { mustBePositive } from './check.ts';
import { gammaQuantile } from './gamma.ts';
import { gammaTails } from './incomplete-gamma.ts';

/**
 * Chance that a chi-square variable with `df` degrees of freedom is at most x (x ≥ 0). Abramowitz &
 * Stegun 26.4.19. Refuses NaN, negative x and df ≤ 0.
 * @example chiSquareCdf(0, 3) // 0
 */
export function chiSquareCdf(x: number, df: number): number {
  mustBePositive('The degrees of freedom', df);
  return gammaTails(df / 2, x / 2).lower;
}

/**
 * Chance that a chi-square variable is above x: the p-value of a chi-square test; exact when tiny.
 * @example chiSquareUpper(0, 3) // 1
 */
export function chiSquareUpper(x: number, df: number): number {
  mustBePositive('The degrees of freedom', df);
  return gammaTails(df / 2, x / 2).upper;
}

/**
 * x below which the share p of a chi-square distribution lies, 0 ≤ p < 1.
 * @example chiSquareQuantile(0, 3) // 0
 */
export function chiSquareQuantile(p: number, df: number): number {
  mustBePositive('The degrees of freedom', df);
  return 2 * gammaQuantile(p, df / 2);
}
