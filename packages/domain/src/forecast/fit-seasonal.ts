import { decompose } from './decompose.ts';
import type { EtsModel, EtsParameters } from './ets-model.ts';
import { type Criterion, type Fixed, fitEts } from './fit-ets.ts';
import { lineThrough } from './line-through.ts';

/** Where the search begins: quick, calm and stubborn smoothing. */
const STARTS = [
  { alpha: 0.3, share: 0.05, season: 0.3 },
  { alpha: 0.05, share: 0.05, season: 0.1 },
  { alpha: 0.8, share: 0.02, season: 0.05 },
];

type Wanted = {
  values: ArrayLike<number>;
  season: number;
  model: EtsModel;
  criterion: Criterion;
  /** How many of the three starts are tried; the best end wins. */
  starts?: number;
  fixed?: Fixed;
};

/**
 * Fits a smoother with a season: first states from classical decomposition and a line through the
 * adjusted beginning, then everything together. Null when the series does not carry the season.
 */
export function fitSeasonal(wanted: Wanted) {
  const { values, season } = wanted;
  const whole = fitFrom(wanted, values);
  // A season that grew with its series is too large for the beginning: then that alone says how it began.
  return whole ?? fitFrom(wanted, Array.prototype.slice.call(values, 0, 3 * season));
}

/** `shown`: the part of the series whose season is the first one. */
function fitFrom(
  { values, season, model, criterion, starts = 3, fixed = {} }: Wanted,
  shown: ArrayLike<number>,
) {
  const kind = model.season === 'multiplicative' ? 'multiplicative' : 'additive';
  const parts = decompose(shown, season, kind);
  if (!parts) return null;
  const adjusted = Float64Array.from(values, (value, t) => {
    const part = parts.season[t % season] as number;
    return kind === 'multiplicative' ? value / part : value - part;
  });
  const line = lineThrough(adjusted, Math.min(adjusted.length, Math.max(10, 2 * season)));
  const trendless = model.trend === 'none';
  let best: ReturnType<typeof fitEts> | null = null;
  for (const { alpha, share, season: part } of STARTS.slice(0, starts)) {
    const start: EtsParameters = {
      alpha,
      beta: trendless ? 0 : alpha * share,
      gamma: (1 - alpha) * part,
      phi: model.trend === 'damped' ? 0.95 : 1,
      level: trendless ? line.mean : line.mean - line.slope * (line.middle + 1),
      trend: trendless ? 0 : line.slope,
      season: [...parts.season],
    };
    const fit = fitEts({ values, model, criterion, start, fixed });
    if (Number.isFinite(fit.cost) && (!best || fit.cost < best.cost)) best = fit;
  }
  return best;
}
