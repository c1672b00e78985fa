import { type Issue, MopsError, nearestName } from '../shared/index.ts';
import { mustBe } from '../statistics/index.ts';
import { type Backtest, scoreOrigins } from './backtest.ts';
import { finding } from './finding.ts';
import { type Bounds, intervalOf } from './interval.ts';
import { type ForecastMethod, METHODS } from './methods.ts';
import { naive } from './naive.ts';
import type { Prediction } from './prediction.ts';
import { rollOrigins } from './roll-origins.ts';
import { readOf } from './warnings.ts';

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

export type ForecastStep = {
  step: number;
  mean: number;
  lower: number | null;
  upper: number | null;
};

export type Forecast = {
  values: ForecastStep[];
  /** The season that was found, smoothing numbers, and how the interval was made. */
  parts: {
    season: Prediction['season'];
    interval: 'formula' | 'past errors' | null;
    numbers: Record<string, number>;
  };
  backtest: Backtest;
  method: ForecastMethod;
  version: string;
  warnings: Issue[];
};

const VERSION = '1';

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
  const warnings: Issue[] = [];
  const { predict, origins: most } = METHODS[method];
  let used = method;
  let prediction = predict(values, season, horizon);
  let roll = predict;
  if (!prediction) {
    used = 'naive';
    roll = naive;
    prediction = naive(values, season, horizon) as Prediction;
    warnings.push(tooShort(method, values));
  }
  const origins = rollOrigins({ values, season, horizon, predict: roll, most });
  const backtest = scoreOrigins({ values, season, level, bounds, origins });
  const interval = intervalOf({ prediction, origins, until: values.length, level, bounds });
  const clip = (value: number) => Math.min(bounds.max, Math.max(bounds.min, value)) + 0;
  const { means } = prediction;
  const shape = prediction.season;
  warnings.push(
    ...readOf({
      values,
      season,
      asked: input.season ?? 1,
      horizon,
      level,
      prediction,
      interval,
      origins,
      backtest,
    }),
  );
  return {
    values: means.map((mean, h) => ({
      step: h + 1,
      mean: clip(mean),
      lower: interval ? (interval.lower[h] as number) + 0 : null,
      upper: interval ? (interval.upper[h] as number) + 0 : null,
    })),
    parts: { season: shape, interval: interval?.by ?? null, numbers: prediction.parts },
    backtest,
    method: used,
    version: VERSION,
    warnings,
  };
}

function tooShort(method: ForecastMethod, values: Float64Array): Issue {
  const why = values.every((value) => value > 0) ? '' : ' or falls to zero or below';
  return finding(
    'method_not_possible',
    `The series is too short${why} for ${method}: the last value goes on instead.`,
  );
}

function checked(input: ForecastInput) {
  const { horizon, season = 1, method = 'comb', level = 0.95 } = input;
  const values = Float64Array.from(input.values);
  const bad = values.findIndex((value) => !(Math.abs(value) <= LARGEST));
  mustBe(
    bad < 0,
    `Value ${bad + 1} is ${values[bad]}.`,
    'Give finite numbers; fill gaps before, or leave the row out of a dated series.',
  );
  mustBe(
    values.length >= 3,
    `${values.length} values are no history.`,
    'Give at least three values; two seasons and more make a forecast.',
  );
  mustBe(
    values.length <= 100_000,
    `${values.length} values are too many.`,
    'Sum them to a coarser time unit: hours, days, weeks.',
  );
  mustBe(
    Number.isInteger(horizon) && horizon >= 1 && horizon <= 1000,
    `A horizon of ${horizon} is none.`,
    'Give whole steps from 1 to 1000.',
  );
  mustBe(
    Number.isInteger(season) && season >= 1 && season <= 10_000,
    `A season of ${season} steps is none.`,
    'Give whole steps: 12 for months, 7 for days, 1 for none.',
  );
  mustBe(
    level > 0.5 && level < 1,
    `A level of ${level} is none.`,
    'Give a share between 0.5 and 1: 0.95.',
  );
  const { min = -Infinity, max = Infinity } = input.bounds ?? {};
  mustBe(
    min < max,
    `No value lies between ${min} and ${max}.`,
    'Give a lower bound that is below the upper one.',
  );
  if (!Object.hasOwn(METHODS, method)) {
    const names = Object.keys(METHODS);
    throw new MopsError(
      'INVALID',
      `There is no method ${method}.`,
      `Did you mean ${nearestName(method, names) ?? 'comb'}? There are: ${names.join(', ')}.`,
    );
  }
  return {
    values,
    horizon,
    method,
    level,
    season: values.length >= 2 * season ? season : 1,
    bounds: { min, max },
  };
}

/** Beyond this, squares of squares leave what a number can hold exactly enough. */
const LARGEST = 1e15;
