import { type Prediction, steps } from './prediction.ts';
import { adjust } from './season-factors.ts';

/** Root of the mean square of the changes over `lag` steps; null without a change to look at. */
function changeSpread(values: Float64Array, lag: number, drift = 0): number | null {
  const count = values.length - lag;
  if (count < 1) return null;
  let sum = 0;
  for (let t = lag; t < values.length; t++) {
    sum += ((values[t] as number) - (values[t - lag] as number) - drift) ** 2;
  }
  return Math.sqrt(sum / count);
}

/** The last value goes on; its error grows with the root of the step. */
export function naive(values: Float64Array, _season: number, horizon: number): Prediction | null {
  const spread = changeSpread(values, 1);
  if (spread === null) return null;
  const last = values.at(-1) as number;
  return {
    means: steps(horizon).map(() => last),
    spreads: steps(horizon).map((h) => spread * Math.sqrt(h + 1)),
    season: 'none',
    parts: {},
  };
}

/** The value of the same season last time; the error grows with each further season. */
export function seasonalNaive(
  values: Float64Array,
  season: number,
  horizon: number,
): Prediction | null {
  if (season < 2) return naive(values, season, horizon);
  const spread = changeSpread(values, season);
  if (spread === null) return null;
  const from = values.length - season;
  return {
    means: steps(horizon).map((h) => values[from + (h % season)] as number),
    spreads: steps(horizon).map((h) => spread * Math.sqrt(Math.floor(h / season) + 1)),
    season: 'additive',
    parts: {},
  };
}

/** The line from the first to the last value goes on (a random walk with drift). */
export function drift(values: Float64Array, _season: number, horizon: number): Prediction | null {
  const count = values.length - 1;
  if (count < 2) return null;
  const last = values.at(-1) as number;
  const slope = (last - (values[0] as number)) / count;
  // One change of `count` is spent on the slope.
  const spread = (changeSpread(values, 1, slope) ?? 0) * Math.sqrt(count / (count - 1));
  return {
    means: steps(horizon).map((h) => last + (h + 1) * slope),
    spreads: steps(horizon).map((h) => spread * Math.sqrt((h + 1) * (1 + (h + 1) / count))),
    season: 'none',
    parts: { drift: slope },
  };
}

/** The naive forecast of the series without its season, the season put back (Naive2 of the M competitions). */
export function naive2(values: Float64Array, season: number, horizon: number): Prediction | null {
  const adjusted = adjust(values, season);
  const plain = naive(adjusted.values, season, horizon);
  if (!plain?.spreads) return null;
  return {
    means: plain.means.map(adjusted.restore),
    spreads: plain.spreads.map(adjusted.widen),
    season: adjusted.kind,
    parts: {},
  };
}
