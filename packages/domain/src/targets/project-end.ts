import { MopsError } from '../shared/error.ts';
import type { Issue } from '../shared/issue.ts';
import { normalCdf, normalPoint, normalUpper } from '../statistics/normal.ts';
import { quantileOfSorted } from '../statistics/summary.ts';

/** What is still to come in the period, as a forecast sees it. */
export type Projection =
  /** Expected sum, its standard deviation, and the least it can be (0 for what is never taken back). */
  | { mean: number; sd: number; min?: number | null }
  /** Equally likely sums: simulated, or what past forecasts would have been off by. */
  | { samples: ArrayLike<number> };

/** The least and the most that a target allows. */
export type Allowed = { low: number; high: number };

export type ProjectedEnd = {
  value: number;
  /** Null when nothing tells how sure it is. */
  interval: { low: number; high: number; level: number } | null;
  /** Probability that the end lies outside what is allowed, 0–1. */
  missProbability: number | null;
  method: 'forecast' | 'samples' | 'runRate' | 'done';
};

/** What differs by less is the same. */
const HAIR = 1e-9;

/** Fewer samples say little about the ends of an interval. */
const FEW_SAMPLES = 40;

/**
 * Where a period will end, from what has come and a forecast of the rest: interval of 95 % (`level`)
 * and the probability of missing. INVALID for a spread below 0, no samples, and what is no number.
 * @example
 * const end = { soFar: 180, rest: { mean: 200, sd: 10 }, allowed: { low: 400, high: Infinity } };
 * projectEnd(end) // { value: 380, missProbability: 0.977…, interval: { low: 360.4…, high: 399.5…, level: 0.95 }, … }
 */
export function projectEnd(input: {
  soFar: number;
  rest: Projection;
  allowed: Allowed;
  level?: number;
  warnings?: Issue[];
}): ProjectedEnd {
  const { soFar, rest, allowed, level = 0.95, warnings } = input;
  if (!Number.isFinite(soFar))
    throw invalid(`${soFar} is no amount.`, 'Give what has come so far.');
  if ('samples' in rest) {
    const ends = Float64Array.from(rest.samples, (one) => soFar + one).sort();
    if (ends.length === 0 || !Number.isFinite((ends[0] ?? 0) + (ends.at(-1) ?? 0)))
      throw invalid('The samples are no numbers.', 'Give at least one, all finite.');
    if (ends.length < FEW_SAMPLES) warnings?.push(fewSamples(ends.length));
    const misses = ends.reduce((count, end) => count + (isAllowed(end, allowed) ? 0 : 1), 0);
    return {
      value: ends.reduce((a, b) => a + b, 0) / ends.length,
      interval: {
        low: quantileOfSorted(ends, (1 - level) / 2),
        high: quantileOfSorted(ends, (1 + level) / 2),
        level,
      },
      missProbability: misses / ends.length,
      method: 'samples',
    };
  }
  const { mean, sd } = rest;
  if (!Number.isFinite(mean) || !(sd >= 0 && sd < Infinity))
    throw invalid(
      `A forecast of ${mean} ± ${sd} is none.`,
      'Give a mean and a spread of 0 or more.',
    );
  const least = soFar + (rest.min ?? -Infinity);
  if (!(least <= soFar + mean + HAIR * Math.abs(mean)))
    throw invalid(`A forecast of ${mean} is below its least, ${rest.min}.`, 'Correct one of them.');
  const value = soFar + mean;
  const half = normalPoint(level) * sd;
  return {
    value,
    interval: { low: Math.max(least, value - half), high: Math.max(least, value + half), level },
    missProbability: missOf({ value, sd, least, allowed }),
    method: 'forecast',
  };
}

type End = { value: number; sd: number; least: number; allowed: Allowed };

function missOf({ value, sd, least, allowed }: End): number {
  if (sd === 0) return isAllowed(value, allowed) ? 0 : 1;
  // What is reached already stays so, and what is passed cannot come back.
  const below = least >= allowed.low ? 0 : normalCdf((allowed.low - value) / sd);
  const above = least > allowed.high ? 1 : normalUpper((allowed.high - value) / sd);
  return Math.min(1, below + above);
}

/** Whether an end is within what is allowed; what differs by rounding only is. */
export function isAllowed(value: number, { low, high }: Allowed): boolean {
  const hair = HAIR * Math.abs(value);
  return value >= low - hair && value <= high + hair;
}

function fewSamples(count: number): Issue {
  return {
    code: 'few_samples',
    severity: 'warning',
    message: `The interval stands on ${count} samples.`,
    hint: `Give at least ${FEW_SAMPLES}.`,
    line: null,
    field: null,
  };
}

const invalid = (message: string, hint: string) => new MopsError('INVALID', message, hint);
