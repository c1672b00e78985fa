import { etsSpreads } from './ets-spread.ts';
import { fitSmooth } from './fit-smooth.ts';
import { lineThrough } from './line-through.ts';
import { type Predict, steps } from './prediction.ts';
import { adjust } from './season-factors.ts';

/**
 * Theta as simple smoothing with half the slope of the line as drift (Hyndman & Billah 2003, Int. J.
 * Forecasting 19), which gives it an interval by formula; what R's `thetaf` computes.
 */
export const thetaDrift: Predict = (values, season, horizon) => {
  const count = values.length;
  if (count < 4) return null;
  const adjusted = adjust(values, season);
  const { parameters, run } = fitSmooth(adjusted.values, 'none');
  const { alpha } = parameters;
  const drift = lineThrough(adjusted.values).slope / 2;
  const behind = (1 - (1 - alpha) ** count) / alpha;
  const model = { error: 'additive', trend: 'none', season: 'none' } as const;
  return {
    means: steps(horizon).map((h) => adjusted.restore(run.level + drift * (h + behind), h)),
    spreads: etsSpreads({ model, parameters, run, count }, horizon)?.map(adjusted.widen) ?? null,
    season: adjusted.kind,
    parts: { alpha, drift },
  };
};
