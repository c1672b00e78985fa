import { mustBe, mustBeFinite } from './check.ts';
import { erfc } from './erf.ts';

const ROOT_HALF = Math.SQRT1_2;
/** What nearly everybody asks for. */
const POINT_95 = 1.959963984540054;
const LOG_ROOT_TWO_PI = 0.9189385332046728;

/**
 * Density of the standard normal distribution.
 * @example normalPdf(0).toFixed(6) // '0.398942'
 */
export function normalPdf(z: number): number {
  mustBe(!Number.isNaN(z), 'z is no number.', 'Give a number of standard deviations.');
  return Math.exp(-0.5 * z * z - LOG_ROOT_TWO_PI);
}

/**
 * Chance that a standard normal variable is at most z; exact in the lower tail down to 1e-300.
 * Refuses NaN.
 * @example normalCdf(0) // 0.5
 */
export function normalCdf(z: number): number {
  return 0.5 * erfc(-z * ROOT_HALF);
}

/**
 * Chance that a standard normal variable is above z; exact in the upper tail.
 * @example normalUpper(0) // 0.5
 */
export function normalUpper(z: number): number {
  return 0.5 * erfc(z * ROOT_HALF);
}

/**
 * z below which the share p of a standard normal distribution lies. Start of Abramowitz & Stegun
 * 26.2.23, then Halley's steps. Refuses p outside the open interval 0 … 1.
 * @example normalQuantile(0.5) // 0
 */
export function normalQuantile(p: number): number {
  mustBe(p > 0 && p < 1, `A quantile needs 0 < p < 1, not ${p}.`, 'Give p as a share: 0.975.');
  if (p === 0.5) return 0;
  return p < 0.5 ? -upperQuantile(p) : upperQuantile(1 - p);
}

/** z with the share q above it, 0 < q < ½. */
function upperQuantile(q: number): number {
  const t = Math.sqrt(-2 * Math.log(q));
  const above = 2.515517 + t * (0.802853 + t * 0.010328);
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
  let z = t - above / below;
  for (let step = 0; step < 2; step++) {
    const error = (normalUpper(z) - q) / normalPdf(z);
    if (!Number.isFinite(error)) break;
    z += error / (1 - (z * error) / 2);
  }
  return z;
}

/**
 * Half width, in standard errors, of a two-sided interval: 1.96 for level 0.95. Refuses levels
 * outside the open interval 0 … 1.
 * @example normalPoint(0.95).toFixed(6) // '1.959964'
 */
export function normalPoint(level: number): number {
  if (level === 0.95) return POINT_95;
  mustBeFinite('The confidence level', level);
  mustBe(level > 0 && level < 1, `A level of ${level} is none.`, 'Give a share: 0.95.');
  return upperQuantile((1 - level) / 2);
}
