import { mustBe } from '../statistics/index.ts';
import { type Answered, answer } from './answer.ts';
import { checkTask } from './check-task.ts';
import type { Predict } from './prediction.ts';
import { comb } from './smooth-methods.ts';

export type RatioInput = {
  /** Parts of the ratio by step, oldest first; equally many. */
  numerators: ArrayLike<number>;
  denominators: ArrayLike<number>;
  horizon: number;
  season?: number;
  level?: number;
};

export type RatioForecast = Answered & { method: 'comb of parts' };

/**
 * What a ratio (conversion rate, cost per click) is expected to be: both parts are forecast by Comb and
 * divided, for the mean of ratios is no ratio of anything. The interval comes from past errors of the
 * ratio itself; where no numerator was above its denominator it ends at 0 and 1. Throws INVALID for negative
 * parts and for steps without a denominator.
 * @example
 * const twelve = (value) => new Array(12).fill(value);
 * forecastRatio({ numerators: twelve(3), denominators: twelve(60), horizon: 1 }).values // [{ step: 1, mean: 0.05, lower: 0.05, upper: 0.05 }]
 */
export function forecastRatio(input: RatioInput): RatioForecast {
  const numerators = Float64Array.from(input.numerators);
  const denominators = Float64Array.from(input.denominators);
  mustBe(
    numerators.length === denominators.length,
    `${numerators.length} numerators cannot be divided by ${denominators.length} denominators.`,
    'Give both parts of each step.',
  );
  mustBe(
    numerators.every((value) => value >= 0) && denominators.every((value) => value > 0),
    'A numerator is negative, or a denominator is not above zero.',
    'Leave steps without a denominator out, or sum to weeks or months.',
  );
  const share = numerators.every((value, t) => value <= (denominators[t] as number));
  const values = numerators.map((value, t) => value / (denominators[t] as number));
  const { season, horizon, level } = checkTask({ ...input, values });
  const bounds = { min: 0, max: share ? 1 : Infinity };
  const predict: Predict = (known, period, steps) => {
    const above = comb(numerators.subarray(0, known.length), period, steps);
    const below = comb(denominators.subarray(0, known.length), period, steps);
    if (!above || !below || below.means.some((mean) => !(mean > 0))) return lastRatio(known, steps);
    return {
      means: above.means.map((mean, h) => mean / (below.means[h] as number)),
      spreads: null,
      season: 'none',
      parts: {},
    };
  };
  const prediction = predict(values, season, horizon) ?? lastRatio(values, horizon);
  const asked = input.season ?? 1;
  const task = { values, season, asked, horizon, level, bounds, predict, prediction };
  const answered = answer({ ...task, most: 40, plain: false });
  // The season is in the parts; that the quotient shows none says nothing.
  const warnings = answered.warnings.filter(({ code }) => code !== 'no_season_found');
  return { ...answered, warnings, method: 'comb of parts' };
}

function lastRatio(values: Float64Array, horizon: number) {
  const last = values.at(-1) as number;
  const means = new Array<number>(horizon).fill(last);
  return { means, spreads: null, season: 'none' as const, parts: {} };
}
