import { mustBe } from '../statistics/index.ts';

/** One forecast against what came: equal lengths, step by step. */
export type Compared = { actual: ArrayLike<number>; forecast: ArrayLike<number> };

/**
 * Mean absolute change over one season: the error of the seasonal naive forecast inside the training
 * part, in the unit of the series; null when nothing changes or one season is not there.
 */
function seasonalNaiveError(training: ArrayLike<number>, season: number): number | null {
  const count = training.length - season;
  if (count < 1) return null;
  let sum = 0;
  for (let t = season; t < training.length; t++) {
    sum += Math.abs((training[t] as number) - (training[t - season] as number));
  }
  return sum > 0 ? sum / count : null;
}

/**
 * Mean absolute scaled error: mean absolute error in units of what the seasonal naive forecast missed in
 * training; below 1 is better than that (Hyndman & Koehler 2006, Int. J. Forecasting 22). Null when the
 * training part never changes.
 * @example mase({ actual: [8, 9], forecast: [7, 7] }, { training: [1, 2, 4, 7], season: 1 }) // 0.75
 */
export function mase(
  pair: Compared,
  { training, season }: { training: ArrayLike<number>; season: number },
): number | null {
  const scale = seasonalNaiveError(training, season);
  return scale === null ? null : finite(meanAbsolute(pair) / scale);
}

/** A scale next to zero measures nothing. */
const finite = (value: number) => (Number.isFinite(value) ? value : null);

function meanAbsolute({ actual, forecast }: Compared): number {
  mustMatch(actual, forecast);
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    sum += Math.abs((actual[i] as number) - (forecast[i] as number));
  }
  return sum / actual.length;
}

/**
 * Symmetric mean absolute percentage error as the M competitions define it: the mean of
 * 200 · |a − f| / (|a| + |f|), from 0 to 200; a pair of zeros counts as met (Makridakis 1993).
 * @example smape({ actual: [100, 0], forecast: [50, 0] }) // 33.333…
 */
export function smape({ actual, forecast }: Compared): number {
  mustMatch(actual, forecast);
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    const [a, f] = [actual[i] as number, forecast[i] as number];
    const size = Math.abs(a) + Math.abs(f);
    if (size > 0) sum += (200 * Math.abs(a - f)) / size;
  }
  return sum / actual.length;
}

/** What came, and the interval that was said of it. */
export type Bounded = {
  actual: ArrayLike<number>;
  lower: ArrayLike<number>;
  upper: ArrayLike<number>;
};

/**
 * Share of values inside their interval, ends included.
 * @example coverage({ actual: [1, 5], lower: [0, 0], upper: [2, 2] }) // 0.5
 */
export function coverage({ actual, lower, upper }: Bounded): number {
  mustMatch(actual, lower);
  mustMatch(actual, upper);
  let inside = 0;
  for (let i = 0; i < actual.length; i++) {
    const value = actual[i] as number;
    if (value >= (lower[i] as number) && value <= (upper[i] as number)) inside++;
  }
  return inside / actual.length;
}

/**
 * Mean scaled interval score: mean width of the interval, plus 2/α times how far the value fell outside, in
 * units of the seasonal naive error (Gneiting & Raftery 2007, JASA 102; scaled as in the M4 competition).
 * `level` is a share, e.g. 0.95. Null when the training part never changes.
 * @example
 * const bounds = { actual: [1, 5], lower: [0, 0], upper: [2, 2] };
 * msis(bounds, { training: [1, 2, 4, 7], season: 1, level: 0.5 }) // 4
 */
export function msis(
  bounds: Bounded,
  { training, season, level }: { training: ArrayLike<number>; season: number; level: number },
): number | null {
  const scale = seasonalNaiveError(training, season);
  return scale === null ? null : finite(intervalScore(bounds, level) / scale);
}

/** Mean width plus the penalty for values outside, in the unit of the series. */
function intervalScore({ actual, lower, upper }: Bounded, level: number): number {
  mustMatch(actual, lower);
  mustMatch(actual, upper);
  mustBe(level > 0 && level < 1, `A level of ${level} is none.`, 'Give a share: 0.95.');
  let sum = 0;
  for (let i = 0; i < actual.length; i++) {
    const [value, low, high] = [actual[i] as number, lower[i] as number, upper[i] as number];
    sum += high - low + (2 / (1 - level)) * Math.max(0, low - value, value - high);
  }
  return sum / actual.length;
}

function mustMatch(one: ArrayLike<number>, other: ArrayLike<number>): void {
  mustBe(
    one.length > 0 && one.length === other.length,
    `${one.length} values cannot be compared with ${other.length}.`,
    'Give one forecast for each value, at least one.',
  );
}
