import type { Interval } from './schema.ts';

/** Two-sided 95 % point of the normal distribution. */
const Z = 1.959963984540054;

/**
 * Where a share lies with 95 % confidence when `part` of `whole` cases had the property: both ends
 * between 0 and 1. Score interval without continuity correction (Wilson 1927, JASA 22; method 3 of
 * Newcombe 1998, Statistics in Medicine 17). Null where the numbers are no part and whole.
 * @example wilsonInterval(81, 263) // { low: 0.2553…, high: 0.3662… }
 */
export function wilsonInterval(part: number, whole: number): Interval | null {
  if (!Number.isFinite(whole) || !(whole > 0) || !(part >= 0) || part > whole) return null;
  const share = part / whole;
  const spread = Z * Math.sqrt((share * (1 - share)) / whole + (Z * Z) / (4 * whole * whole));
  const middle = share + (Z * Z) / (2 * whole);
  const scale = 1 + (Z * Z) / whole;
  // The ends of none and of all are exact; floats would miss them by a hair.
  return {
    low: part === 0 ? 0 : Math.max(0, (middle - spread) / scale),
    high: part === whole ? 1 : Math.min(1, (middle + spread) / scale),
  };
}
