import { autoEts } from './auto-ets.ts';
import { type EtsModel, etsMeans } from './ets-model.ts';
import { etsSpreads } from './ets-spread.ts';
import { fitSeasonal } from './fit-seasonal.ts';
import type { Predict } from './prediction.ts';

const holtWinters =
  (season: 'additive' | 'multiplicative'): Predict =>
  (values, period, horizon) => {
    const count = values.length;
    if (period < 2 || count < 2 * period + 2) return null;
    if (season === 'multiplicative' && !values.every((value) => value > 0)) return null;
    const model: EtsModel = { error: 'additive', trend: 'additive', season };
    const fit = fitSeasonal({ values, season: period, model, criterion: 'mse' });
    if (!fit) return null;
    const { parameters, run } = fit;
    const { alpha, beta, gamma } = parameters;
    return {
      means: etsMeans(run, model, 1, horizon),
      spreads: etsSpreads({ model, parameters, run, count }, horizon),
      season,
      parts: { alpha, beta, gamma, sse: run.sse },
    };
  };

/** Level, trend and an added season, all smoothed (Holt 1957, Winters 1960). */
export const holtWintersAdditive = holtWinters('additive');
/** Level, trend and a season that multiplies; for values above zero. */
export const holtWintersMultiplicative = holtWinters('multiplicative');

/** The exponential smoother with the least AICc. */
export const ets: Predict = (values, season, horizon) => {
  if (values.length < 6) return null;
  const fit = autoEts(values, season);
  if (!fit) return null;
  const { model, parameters, run, aicc } = fit;
  const { alpha, beta, gamma, phi } = parameters;
  return {
    means: etsMeans(run, model, phi, horizon),
    spreads: etsSpreads({ model, parameters, run, count: values.length }, horizon),
    season: model.season,
    parts: { alpha, beta, gamma, phi, aicc },
  };
};
