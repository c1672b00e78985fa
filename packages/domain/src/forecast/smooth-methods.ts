import { mustBe } from '../statistics/index.ts';
import { etsMeans } from './ets-model.ts';
import { etsSpreads } from './ets-spread.ts';
import { fitSmooth, type SmoothTrend } from './fit-smooth.ts';
import { type Predict, type Prediction, steps } from './prediction.ts';
import { type Adjusted, adjust } from './season-factors.ts';

const SHORTEST = { none: 3, additive: 5, damped: 6 };

/** Smooths the adjusted series and puts the season back. */
function smoothAdjusted(
  adjusted: Adjusted,
  trend: SmoothTrend,
  horizon: number,
): Prediction | null {
  const { values } = adjusted;
  if (values.length < SHORTEST[trend]) return null;
  const model = { error: 'additive', trend, season: 'none' } as const;
  const { parameters, run } = fitSmooth(values, trend);
  const spreads = etsSpreads({ model, parameters, run, count: values.length }, horizon);
  const { alpha, beta, phi } = parameters;
  return {
    means: etsMeans(run, model, phi, horizon).map(adjusted.restore),
    spreads: spreads?.map(adjusted.widen) ?? null,
    season: adjusted.kind,
    parts: {
      alpha,
      ...(trend === 'none' ? {} : { beta }),
      ...(trend === 'damped' ? { phi } : {}),
      sse: run.sse,
    },
  };
}

const smooth =
  (trend: SmoothTrend): Predict =>
  (values, season, horizon) =>
    smoothAdjusted(adjust(values, season), trend, horizon);

export const ses = smooth('none');
export const holt = smooth('additive');
export const damped = smooth('damped');

/** The mean of simple, Holt's and damped smoothing of the adjusted series (Comb of the M competitions). */
export const comb: Predict = (values, season, horizon) => {
  const adjusted = adjust(values, season);
  const [a, b, c] = (['none', 'additive', 'damped'] as const).map((trend) =>
    smoothAdjusted(adjusted, trend, horizon),
  );
  if (!a || !b || !c) return null;
  return {
    means: a.means.map((mean, h) => (mean + (b.means[h] as number) + (c.means[h] as number)) / 3),
    spreads: null,
    season: adjusted.kind,
    parts: {
      'ses.alpha': a.parts.alpha as number,
      'holt.alpha': b.parts.alpha as number,
      'holt.beta': b.parts.beta as number,
      'damped.alpha': c.parts.alpha as number,
      'damped.beta': c.parts.beta as number,
      'damped.phi': c.parts.phi as number,
    },
  };
};

/**
 * Only the means of the Comb forecast, for many series at once: a fraction of the time of `forecast`,
 * which also makes intervals and a backtest. The last value goes on where there are fewer than six.
 * Throws INVALID for gaps and for no values.
 * @param values equally spaced, finite, at least one
 * @example forecastMeans([7, 7, 7, 7, 7, 7, 7, 7], { season: 1, horizon: 2 }) // [7, 7]
 */
export function forecastMeans(
  values: ArrayLike<number>,
  { season, horizon }: { season: number; horizon: number },
): number[] {
  const history = Float64Array.from(values);
  mustBe(
    history.length > 0 && history.every(Number.isFinite),
    'The history is empty or has gaps.',
    'Give finite numbers, at least one.',
  );
  return (
    comb(history, season, horizon)?.means ?? steps(horizon).map(() => history.at(-1) as number)
  );
}
