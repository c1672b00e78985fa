import { mustBe, mustBeShare } from './check.ts';

const NO_NUMBERS = 'Give at least one finite number.';

/**
 * Arithmetic mean, summed with Neumaier's compensation (1974). Refuses an empty set and NaN.
 * @example mean([1, 2, 6]) // 3
 */
export function mean(values: ArrayLike<number>): number {
  mustBe(values.length > 0, 'There is no mean of nothing.', NO_NUMBERS);
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    mustBe(Number.isFinite(value), `Number ${i + 1} of the set is ${value}.`, NO_NUMBERS);
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return (sum + lost) / values.length;
}

/**
 * Sample variance (n - 1 below the line), by two passes with correction (Chan, Golub & LeVeque 1983).
 * Refuses fewer than two numbers and NaN.
 * @example variance([1, 2, 6]) // 7
 */
export function variance(values: ArrayLike<number>): number {
  mustBe(values.length > 1, 'A variance needs two numbers.', 'Give at least two finite numbers.');
  const middle = mean(values);
  let squares = 0;
  let drift = 0;
  for (let i = 0; i < values.length; i++) {
    const gap = (values[i] as number) - middle;
    squares += gap * gap;
    drift += gap;
  }
  return (squares - (drift * drift) / values.length) / (values.length - 1);
}

/**
 * Value below which the share p of the numbers lies, linear between neighbours: type 7 of Hyndman &
 * Fan 1996 (default of R, NumPy and spreadsheets). Refuses an empty set, NaN and p outside 0 … 1.
 * @example quantile([1, 2, 3, 4], 0.25) // 1.75
 */
export function quantile(values: ArrayLike<number>, p: number): number {
  return quantileOfSorted(sorted(values), p);
}

/**
 * The same of numbers that are already in ascending order, without looking at them all.
 * @example quantileOfSorted([1, 2, 3, 4], 0.5) // 2.5
 */
export function quantileOfSorted(values: ArrayLike<number>, p: number): number {
  mustBe(values.length > 0, 'There is no quantile of nothing.', NO_NUMBERS);
  mustBeShare('p', p);
  const at = (values.length - 1) * p;
  const below = Math.floor(at);
  const low = values[below] as number;
  const high = values[Math.min(below + 1, values.length - 1)] as number;
  return low + (at - below) * (high - low);
}

/**
 * Middle value. Refuses an empty set and NaN.
 * @example median([3, 1, 2]) // 2
 */
export function median(values: ArrayLike<number>): number {
  return quantileOfSorted(sorted(values), 0.5);
}

/** Makes the MAD of normal values their standard deviation: 1 / Φ⁻¹(¾). */
export const MAD_TO_SIGMA = 1.482602218505602;

/**
 * Median absolute deviation from the median, unscaled; times `MAD_TO_SIGMA` it estimates a standard
 * deviation (Hampel 1974). Refuses an empty set and NaN.
 * @example medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9]) // 1
 */
export function medianAbsoluteDeviation(values: ArrayLike<number>): number {
  const middle = median(values);
  return median(Float64Array.from(values, (value) => Math.abs(value - middle)));
}

function sorted(values: ArrayLike<number>): Float64Array {
  const copy = Float64Array.from(values);
  for (let i = 0; i < copy.length; i++) {
    mustBe(Number.isFinite(copy[i] as number), `Number ${i + 1} is ${copy[i]}.`, NO_NUMBERS);
  }
  return copy.sort();
}
