import { naive, seasonalNaive } from '../forecast/naive.ts';
import type { Predict } from '../forecast/prediction.ts';
import { firstOrigin } from '../forecast/roll-origins.ts';
import { comb } from '../forecast/smooth-methods.ts';
import { theta } from '../forecast/theta.ts';
import { MopsError } from '../shared/error.ts';
import type { Issue } from '../shared/issue.ts';

// Quick ones that carry short histories.
const METHODS = { comb, theta, naive, 'seasonal-naive': seasonalNaive } as const;

export type RestMethod = keyof typeof METHODS;

export type RestInput = {
  /** A value for each day up to the last whole one, oldest first, earlier periods included. */
  daily: ArrayLike<number>;
  /** Days of the period that are still to come, 1 to 400. */
  daysLeft: number;
  /** Days of one season; 7, the week, when left out. */
  season?: number;
  /** `comb` when left out. */
  method?: RestMethod;
  /** Values are never below this; 0 when left out, null for no such bound. */
  min?: number | null;
};

export type Rest = {
  /** For `projection` of `paceOf`. */
  projection: { mean: number; sd: number; min: number | null };
  /** How many past sums were forecast, over how many days, and the root mean square of their errors. */
  parts: { origins: number; testedDays: number; error: number; naiveError: number };
  method: RestMethod;
  version: 1;
  /** `scaled_spread`, `loses_to_naive`. */
  warnings: Issue[];
};

/** Fewer days show no week. */
const LEAST_DAYS = 28;
const MOST_ORIGINS = 24;

/**
 * What the days to come will bring in sum: a forecast of each day, added up, and a spread from how far
 * sums over as many days were off when forecast from the past (errors of days go together, so
 * intervals of single days cannot be added). INVALID for fewer than 28 days and what is no number.
 * @example
 * const daily = Array.from({ length: 84 }, (_, i) => (i % 7 < 5 ? 100 : 40));
 * projectRest({ daily, daysLeft: 14 }).projection // { mean: 1160.00…, sd: 0.00…, min: 0 }
 */
export function projectRest(input: RestInput): Rest {
  const { daily, daysLeft, season = 7, method = 'comb', min = 0 } = input;
  const values = Float64Array.from(daily);
  checkInput(values, { daysLeft, season });
  const predict = METHODS[method];
  if (!predict) throw invalid(`There is no method ${method} here.`, 'Take comb.');
  const floor = min ?? -Infinity;
  const sumBy = (from: Predict, known: number, days: number) =>
    sumOf(from(values.subarray(0, known), season, days)?.means, floor);
  const first = firstOrigin(values.length, season);
  const testedDays = Math.min(daysLeft, Math.max(1, Math.floor((values.length - first) / 2)));
  const last = values.length - testedDays;
  const stride = Math.max(1, Math.ceil((last - first + 1) / MOST_ORIGINS));
  let [origins, squares, naiveSquares] = [0, 0, 0];
  for (let known = last; known >= first; known -= stride) {
    const came = sumOf(values.subarray(known, known + testedDays), -Infinity) ?? 0;
    const sum = sumBy(predict, known, testedDays);
    const repeated = sumBy(seasonalNaive, known, testedDays);
    if (sum === null || repeated === null) continue;
    origins++;
    squares += (came - sum) ** 2;
    naiveSquares += (came - repeated) ** 2;
  }
  const mean = sumBy(predict, values.length, daysLeft);
  if (mean === null || origins === 0)
    throw invalid(`The history cannot carry the method ${method}.`, 'Take comb.');
  const error = Math.sqrt(squares / origins);
  const naiveError = Math.sqrt(naiveSquares / origins);
  const warnings: Issue[] = [];
  if (testedDays < daysLeft) {
    const message = `Only sums of ${testedDays} days could be tested; for ${daysLeft} the spread is scaled up.`;
    warnings.push(warning('scaled_spread', message, 'Give a longer history.'));
  }
  if (error > naiveError) {
    const message = 'The forecast was further off than repeating the last week.';
    warnings.push(warning('loses_to_naive', message, 'Try the method seasonal-naive.'));
  }
  // Sums drift apart no faster than in proportion to their length while the level holds.
  const sd = error * (daysLeft / testedDays) * Math.sqrt(1 + 1 / origins);
  const parts = { origins, testedDays, error, naiveError };
  return {
    projection: { mean, sd, min: scaled(min, daysLeft) },
    parts,
    method,
    version: 1,
    warnings,
  };
}

const scaled = (min: number | null, days: number) => (min === null ? null : min * days);

function sumOf(values: ArrayLike<number> | undefined, floor: number): number | null {
  if (!values) return null;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.max(floor, values[i] ?? 0);
  return sum;
}

function checkInput(
  values: Float64Array,
  { daysLeft, season }: { daysLeft: number; season: number },
) {
  const bad = values.findIndex((one) => !(Math.abs(one) <= 1e15));
  if (bad >= 0)
    throw invalid(`Day ${bad + 1} is ${values[bad]}.`, 'Give a finite number for each day.');
  if (values.length < LEAST_DAYS || values.length > 10_000)
    throw invalid(`${values.length} days are no history.`, `Give ${LEAST_DAYS} to 10,000.`);
  if (!(Number.isInteger(daysLeft) && daysLeft >= 1 && daysLeft <= 400))
    throw invalid(`${daysLeft} days left are none.`, 'Give whole days from 1 to 400.');
  if (!(Number.isInteger(season) && season >= 1 && season * 2 <= values.length))
    throw invalid(`A season of ${season} days is none.`, 'Give 7, or 1 for no season.');
}

function warning(code: string, message: string, hint: string): Issue {
  return { code, severity: 'warning', message, hint, line: null, field: null };
}

const invalid = (message: string, hint: string) => new MopsError('INVALID', message, hint);
