import type { Issue } from '../shared/index.ts';
import { type Backtest, scoreOrigins } from './backtest.ts';
import { type Bounds, intervalOf } from './interval.ts';
import type { Predict, Prediction } from './prediction.ts';
import { rollOrigins } from './roll-origins.ts';
import { readOf } from './warnings.ts';

export type ForecastStep = {
  /** 1 is the first one after the series. */
  step: number;
  mean: number;
  /** Null when there is no past error to learn a width from. */
  lower: number | null;
  upper: number | null;
};

export type Answered = {
  values: ForecastStep[];
  /** The season that was found, smoothing numbers by name, and how the interval was made. */
  parts: {
    season: Prediction['season'];
    interval: 'formula' | 'past errors' | null;
    numbers: Record<string, number>;
  };
  backtest: Backtest;
  version: string;
  warnings: Issue[];
};

type Task = {
  values: Float64Array;
  /** The season used, and the one asked for. */
  season: number;
  asked: number;
  horizon: number;
  level: number;
  bounds: Bounds;
  predict: Predict;
  prediction: Prediction;
  /** Most origins of the backtest. */
  most: number;
  /** Whether this is the very forecast that others must beat. */
  plain: boolean;
};

/** Tests a method on the past, puts an interval around its prediction and says how to read it. */
export function answer(task: Task): Answered {
  const { values, season, horizon, level, bounds, predict, prediction, most } = task;
  const origins = rollOrigins({ values, season, horizon, predict, most });
  const backtest = scoreOrigins({ values, season, level, bounds, origins });
  const interval = intervalOf({ prediction, origins, until: values.length, level, bounds });
  // Adding 0 makes a negative zero a plain one.
  const clip = (value: number) => Math.min(bounds.max, Math.max(bounds.min, value)) + 0;
  return {
    values: prediction.means.map((mean, h) => ({
      step: h + 1,
      mean: clip(mean),
      lower: interval ? (interval.lower[h] as number) + 0 : null,
      upper: interval ? (interval.upper[h] as number) + 0 : null,
    })),
    parts: {
      season: prediction.season,
      interval: interval?.by ?? null,
      numbers: prediction.parts,
    },
    backtest,
    version: '1',
    warnings: readOf({ ...task, interval, origins, backtest }),
  };
}
