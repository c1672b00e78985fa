import { MAD_TO_SIGMA, median } from '../statistics/index.ts';

/** A scale on which the noise of a sample is about one, whatever the level. */
export type Noise = {
  /** Distance of what was seen from what was expected, in sampling deviations. */
  distance(seen: number, mean: number, size: number): number;
  /** The two values at such a distance. */
  ends(mean: number, distance: number, size: number): [low: number, high: number];
  /** The least that a deviation is, whatever the past says. */
  least(level: number): number;
};

const square = (x: number) => x * x;

/** No sampling noise: units as they are. Nothing below a hundredth of the usual level counts. */
const amount: Noise = {
  distance: (seen, mean) => seen - mean,
  ends: (mean, distance) => [mean - distance, mean + distance],
  least: (level) => Math.max(level / 100, 1e-9),
};

/** Amounts that are always above zero vary in proportion to their level. */
const share: Noise = {
  distance: (seen, mean) => (mean > 0 ? seen / mean - 1 : 0),
  ends: (mean, distance) => [Math.max(0, mean * (1 - distance)), mean * (1 + distance)],
  least: () => 1 / 100,
};

/** Poisson: the root of a count has the same deviation at every level (Anscombe 1948, Biometrika 35). */
const count: Noise = {
  distance: (seen, mean) => 2 * (Math.sqrt(seen + 3 / 8) - Math.sqrt(Math.max(0, mean) + 3 / 8)),
  ends: (mean, distance) => {
    const root = Math.sqrt(Math.max(0, mean) + 3 / 8);
    const low = Math.max(0, root - distance / 2);
    return [Math.max(0, square(low) - 3 / 8), square(root + distance / 2) - 3 / 8];
  },
  least: () => 1,
};

/** Binomial: the arcsine of the root of a share, likewise. `seen` is the numerator, `mean` the share. */
const ratio: Noise = {
  distance: (seen, mean, size) =>
    2 * Math.sqrt(size + 1 / 2) * (angle((seen + 3 / 8) / (size + 3 / 4)) - angle(mean)),
  ends: (mean, distance, size) => {
    const reach = distance / (2 * Math.sqrt(size + 1 / 2));
    return [
      square(Math.sin(Math.max(0, angle(mean) - reach))),
      square(Math.sin(Math.min(Math.PI / 2, angle(mean) + reach))),
    ];
  },
  least: () => 1,
};

const angle = (share: number) => Math.asin(Math.sqrt(Math.min(1, Math.max(0, share))));

/** The scale of a series; amounts that touch zero are measured in their unit. */
export function noiseOf(kind: 'amount' | 'count' | 'ratio', values: (number | null)[]): Noise {
  if (kind === 'count') return count;
  if (kind === 'ratio') return ratio;
  return values.every((value) => value === null || value > 0) ? share : amount;
}

/** How well the median absolute deviation knows a deviation, next to the best estimate (Hampel 1974). */
const EFFICIENCY = 0.37;

/**
 * Middle and robust deviation of past distances: 1.4826 times the median absolute deviation (Iglewicz &
 * Hoaglin 1993: the modified z divides by it), the mean absolute deviation where more than half agree.
 * Widened for few distances as Student's quantile is against the normal one (Hill 1970, first term).
 */
export function robustScale(
  distances: number[],
  { least, threshold }: { least: number; threshold: number },
) {
  const middle = median(distances);
  const away = distances.map((distance) => Math.abs(distance - middle));
  const byMedian = MAD_TO_SIGMA * median(away);
  const byMean = (Math.sqrt(Math.PI / 2) * away.reduce((a, b) => a + b, 0)) / away.length;
  const widened = 1 + (threshold * threshold + 1) / (4 * EFFICIENCY * distances.length);
  return { middle, scale: Math.max((byMedian > 0 ? byMedian : byMean) * widened, least) };
}
