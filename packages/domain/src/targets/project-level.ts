import { MopsError } from '../shared/error.ts';
import type { Issue } from '../shared/issue.ts';
import { projectRest, type Rest, type RestMethod } from './project-rest.ts';

export type LevelInput = {
  /** What it was on each day, oldest first, up to the last whole one; earlier periods included. */
  daily: ArrayLike<number>;
  /** What it is over the days of the period so far. */
  actual: number;
  /** Days of the period that are known, and those still to come. */
  daysPassed: number;
  daysLeft: number;
  /** Days of one season; 7, the week, when left out; 1 for values that come now and then. */
  season?: number;
  /** `comb` when left out. */
  method?: RestMethod;
  /** It is never below this; 0 when left out, null for no such bound. */
  min?: number | null;
};

export type LevelEnd = {
  /** Of the whole period, for `projection` of `paceOf`. */
  projection: { mean: number; sd: number; min: number | null };
  /** What the days to come are expected to be on average, and how this was tested. */
  parts: Rest['parts'] & { restMean: number };
  method: RestMethod;
  version: 1;
  /** Those of `projectRest`, and `equal_days`. */
  warnings: Issue[];
};

/**
 * What a level (a ratio, a duration) will be over a whole period: what it is so far and the forecast mean of the
 * days to come, by their share of the days, with the spread of past means forecast over as many days. INVALID as
 * `projectRest`, and for days passed that are no count.
 * @example
 * const daily = Array.from({ length: 84 }, (_, i) => (i % 7 < 5 ? 0.04 : 0.02));
 * const end = projectLevel({ daily, actual: 0.035, daysPassed: 14, daysLeft: 14 });
 * [end.projection.mean.toFixed(4), end.parts.restMean.toFixed(4)] // ['0.0346', '0.0343']
 */
export function projectLevel(input: LevelInput): LevelEnd {
  const { daily, actual, daysPassed, daysLeft, method, season = 7, min = 0 } = input;
  if (!(Number.isInteger(daysPassed) && daysPassed >= 0 && daysPassed <= 4000))
    throw invalid(`${daysPassed} days passed are none.`, 'Give whole days, 0 or more.');
  if (!(Math.abs(actual) <= 1e15)) throw invalid(`${actual} is no level.`, 'Give a finite number.');
  const rest = projectRest({ daily, daysLeft, min, season, ...(method ? { method } : {}) });
  const { mean, sd } = rest.projection;
  const left = daysLeft / (daysPassed + daysLeft);
  const restMean = mean / daysLeft;
  const soFar = actual * (1 - left);
  return {
    projection: {
      mean: soFar + restMean * left,
      sd: (sd / daysLeft) * left,
      min: min === null ? null : soFar + min * left,
    },
    parts: { ...rest.parts, restMean },
    method: rest.method,
    version: 1,
    warnings: [...rest.warnings, EQUAL_DAYS],
  };
}

const EQUAL_DAYS: Issue = {
  code: 'equal_days',
  severity: 'info',
  message: 'The forecast lets every day count alike, whatever happened on it.',
  hint: null,
  line: null,
  field: null,
};

const invalid = (message: string, hint: string) => new MopsError('INVALID', message, hint);
