import type { Issue } from '../shared/index.ts';
import { mustBe } from '../statistics/index.ts';
import { type Answered, answer } from './answer.ts';
import { checkTask } from './check-task.ts';
import { finding } from './finding.ts';
import type { Bounds } from './interval.ts';
import { type ForecastMethod, METHODS } from './methods.ts';
import { naive } from './naive.ts';
import type { Prediction } from './prediction.ts';

export type ForecastInput = {
  /** Equally spaced, oldest first, whole buckets only. */
  values: ArrayLike<number>;
  /** Steps to forecast, 1 to 1,000. */
  horizon: number;
  /** Steps in one season: 12 for months, 7 for days; 1 (default) is none. */
  season?: number;
  /** Default `comb`. */
  method?: ForecastMethod;
  /** Share of values that the interval should hold; default 0.95. */
  level?: number;
  /** What a value can be; default no bounds. `{ min: 0 }` for counts and money spent. */
  bounds?: Partial<Bounds>;
};

export type Forecast = Answered & { method: ForecastMethod };

/**
 * What a series is expected to be, with an interval and how well the method did before. The default
 * method, Comb, is the mean of simple, Holt's and damped smoothing of the seasonally adjusted series: the
 * benchmark that the M3 and M4 competitions found hard to beat (Makridakis & Hibon 2000; Makridakis,
 * Spiliotis & Assimakopoulos 2020). Intervals come from a formula (naive, drift, ses, holt, damped, ets) or
 * from the errors of past forecasts (split conformal). Ratios: see `forecastRatio`.
 * Throws INVALID for values that are not finite, fewer than three, or a horizon out of range.
 * @example
 * const sales = [10, 20, 30, 11, 21, 31, 12, 22, 32, 13, 23, 33];
 * forecast({ values: sales, season: 3, horizon: 3, method: 'seasonal-naive' }).values.map((v) => v.mean) // [13, 23, 33]
 * forecast({ values: [5, 5, 5, 5, 5, 5, 5, 5], horizon: 1 }).values // [{ step: 1, mean: 5, lower: 5, upper: 5 }]
 */
export function forecast(input: ForecastInput): Forecast {
  const { values, season, horizon, method, level, bounds } = checked(input);
  const asked = input.season ?? 1;
  const { predict, origins: most } = METHODS[method];
  const task = { values, season, asked, horizon, level, bounds, most };
  const prediction = predict(values, season, horizon);
  if (prediction) {
    const plain = method === 'seasonal-naive' || (method === 'naive' && season === 1);
    return { ...answer({ ...task, predict, prediction, plain }), method };
  }
  const last = naive(values, season, horizon) as Prediction;
  const answered = answer({ ...task, predict: naive, prediction: last, plain: season === 1 });
  return {
    ...answered,
    method: 'naive',
    warnings: [notPossible(method, values), ...answered.warnings],
  };
}

function notPossible(method: ForecastMethod, values: Float64Array): Issue {
  const why = values.every((value) => value > 0) ? '' : ' or falls to zero or below';
  return finding(
    'method_not_possible',
    `The series is too short${why} for ${method}: the last value goes on instead.`,
  );
}

function checked(input: ForecastInput) {
  const { method = 'comb' } = input;
  mustBe(
    Object.hasOwn(METHODS, method),
    `There is no method ${method}.`,
    `There are: ${Object.keys(METHODS).join(', ')}.`,
  );
  return { method, ...checkTask(input) };
}
