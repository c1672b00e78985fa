import { mustBe, mustBeShare } from '../statistics/index.ts';

/** How the effect of spend carries over into later periods. */
export type Adstock =
  | { kind: 'none' }
  /** Each period keeps a share θ. Normalised: weights over a window sum to 1 (Meridian, PyMC). */
  | { kind: 'geometric'; theta: number; window?: number; isNormalised?: boolean }
  /** (1 − l/W)^(1/α − 1) over a window W, normalised (Meridian). */
  | { kind: 'binomial'; alpha: number; window: number }
  /** Robyn's: scale is a quantile of the window, `pdf` may peak late, `cdf` only falls. */
  | { kind: 'weibull-pdf' | 'weibull-cdf'; shape: number; scale: number; window: number };

/**
 * Weight of spend 0, 1, 2, … periods ago, over `window` periods. Throws INVALID for parameters that
 * the form cannot have. Geometric without a window: as many as `periods`.
 * @example adstockWeights({ kind: 'geometric', theta: 0.5 }, 4) // [1, 0.5, 0.25, 0.125]
 */
export function adstockWeights(adstock: Adstock, periods: number): number[] {
  switch (adstock.kind) {
    case 'none':
      return [1];
    case 'geometric': {
      mustBeShare('theta', adstock.theta);
      const weights = lags(adstock.window ?? periods).map((lag) => adstock.theta ** lag);
      return adstock.isNormalised ? normalised(weights) : weights;
    }
    case 'binomial': {
      const { alpha, window } = adstock;
      mustBeShare('alpha', alpha);
      // α = 0 keeps nothing: 1/0 − 1 is infinite, and only lag 0 has weight.
      const power = alpha === 0 ? Number.POSITIVE_INFINITY : 1 / alpha - 1;
      return normalised(lags(window).map((lag) => (lag === 0 ? 1 : (1 - lag / window) ** power)));
    }
    default:
      return weibullWeights(adstock);
  }
}

/**
 * Spend with what carried over from the periods before, as long as the spend.
 * @example applyAdstock([100, 100, 100, 100, 100], { kind: 'geometric', theta: 0.5 })
 * // [100, 150, 175, 187.5, 193.75]
 */
export function applyAdstock(spend: ArrayLike<number>, adstock: Adstock): number[] {
  const weights = adstockWeights(adstock, spend.length);
  return Array.from(spend, (_, t) => {
    let sum = 0;
    for (let lag = 0; lag <= t && lag < weights.length; lag++) {
      sum += (spend[t - lag] ?? 0) * (weights[lag] ?? 0);
    }
    return sum;
  });
}

/**
 * What a unit of spend in every period comes to in the long run, carry-over included.
 * @example carryover({ kind: 'geometric', theta: 0.5 }) // 2
 */
export function carryover(adstock: Adstock): number {
  if (adstock.kind === 'geometric' && adstock.window === undefined) {
    mustBe(
      adstock.theta >= 0 && adstock.theta < 1,
      `A carry-over of ${adstock.theta} never ends.`,
      'Give a theta from 0 to below 1.',
    );
    return adstock.isNormalised ? 1 : 1 / (1 - adstock.theta);
  }
  return adstockWeights(adstock, 1).reduce((a, b) => a + b, 0);
}

type Weibull = Extract<Adstock, { shape: number }>;

/** As in Robyn 3.12: the scale is the rounded quantile of 1 … window. */
function weibullWeights({ kind, shape, scale, window }: Weibull): number[] {
  mustBe(
    shape >= 0 && Number.isFinite(shape) && scale >= 0 && scale <= 1,
    `A Weibull carry-over of shape ${shape} and scale ${scale} is not possible.`,
    'Give a shape of 0 or more and a scale between 0 and 1.',
  );
  const bins = lags(window).map((lag) => lag + 1);
  if (shape === 0 || scale === 0) return bins.map((bin) => (bin === 1 ? 1 : 0));
  const spread = roundHalfEven(1 + (window - 1) * scale);
  if (kind === 'weibull-pdf') {
    const densities = bins.map((x) => {
      const u = x / spread;
      return (shape / spread) * u ** (shape - 1) * Math.exp(-(u ** shape));
    });
    const [low, high] = [Math.min(...densities), Math.max(...densities)];
    if (low === high) return bins.map((bin) => (bin === 1 ? 1 : 0));
    return densities.map((density) => (density - low) / (high - low));
  }
  let kept = 1;
  return bins.map((_, i) => {
    if (i > 0) kept *= Math.exp(-((i / spread) ** shape));
    return kept;
  });
}

/** R rounds halves to the even neighbour. */
function roundHalfEven(value: number): number {
  const down = Math.floor(value);
  if (value - down !== 0.5) return Math.round(value);
  return down % 2 === 0 ? down : down + 1;
}

function lags(window: number): number[] {
  mustBe(
    Number.isInteger(window) && window > 0 && window <= 10_000,
    `A window of ${window} periods is not possible.`,
    'Give a whole number of periods from 1 to 10,000.',
  );
  return Array.from({ length: window }, (_, lag) => lag);
}

function normalised(weights: number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}
