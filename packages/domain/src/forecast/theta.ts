import { fitSmooth } from './fit-smooth.ts';
import { lineThrough } from './line-through.ts';
import { type Predict, steps } from './prediction.ts';
import { adjust } from './season-factors.ts';

/**
 * The classic Theta method (Assimakopoulos & Nikolopoulos 2000) as the M4 benchmarks run it: half a
 * straight line through the adjusted series, half simple smoothing of the series bent away from that
 * line twice as far; the season put back.
 */
export const theta: Predict = (values, season, horizon) => {
  const adjusted = adjust(values, season);
  const count = values.length;
  if (count < 3) return null;
  const { mean, middle, slope } = lineThrough(adjusted.values);
  const line = (t: number) => mean + slope * (t - middle);
  const { parameters, run } = fitSmooth(
    adjusted.values.map((value, t) => 2 * value - line(t)),
    'none',
  );
  return {
    means: steps(horizon).map((h) => adjusted.restore((run.level + line(count + h)) / 2, h)),
    spreads: null,
    season: adjusted.kind,
    parts: { alpha: parameters.alpha, slope },
  };
};
