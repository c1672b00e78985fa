import type { Issue } from '../shared/issue.ts';
import { mustBe, mustBeFinite } from '../statistics/check.ts';
import { finding } from './guards.ts';

/** Numerator and denominator of a segment in one period. */
export type RatioParts = { num: number; den: number };

export type RatioSegment = { before: RatioParts; after: RatioParts };

/**
 * By which weights a segment's own change counts: the mean of both periods, or those after (then the mix
 * counts at the rates before, as in a price–volume–mix table).
 */
export type RatioWeights = 'midpoint' | 'after';

export type SegmentEffects = {
  /** What the segment's own rate did. */
  rate: number;
  /** What its gain or loss of weight did, measured against the ratio of all. */
  mix: number;
  /** Numerator without a denominator (revenue of a channel that costs nothing), as it changed. */
  unbased: number;
};

export type RatioDecomposition = {
  before: number;
  after: number;
  change: number;
  segments: SegmentEffects[];
  method: 'mix-rate';
  version: 1;
  warnings: Issue[];
};

/**
 * Takes the change of a ratio of sums apart into rate and mix of each segment, which add up to the change
 * exactly. A segment without a denominator in one period has the weight 0 there and the rate of the other
 * one. Weights by midpoint (Bennet 1920; the default) or those after. Refuses a ratio over 0, NaN, and an
 * empty set.
 * @example decomposeRatio([{ before: { num: 50, den: 1000 }, after: { num: 120, den: 2500 } }, { before: { num: 80, den: 4000 }, after: { num: 60, den: 3500 } }]).segments[0]?.mix.toFixed(5) // '0.00455'
 */
export function decomposeRatio(
  segments: readonly RatioSegment[],
  weights: RatioWeights = 'midpoint',
): RatioDecomposition {
  const from = totalOf(segments.map((segment) => segment.before));
  const to = totalOf(segments.map((segment) => segment.after));
  const before = from.num / from.den;
  const after = to.num / to.den;
  const middle = weights === 'midpoint' ? (before + after) / 2 : before;
  const effects = segments.map((segment) => {
    const old = sharesOf(segment.before, from.den);
    const now = sharesOf(segment.after, to.den);
    const oldRate = old.rate ?? now.rate ?? 0;
    const nowRate = now.rate ?? old.rate ?? 0;
    const gain = now.weight - old.weight;
    const unbased = now.unbased - old.unbased;
    return weights === 'midpoint'
      ? {
          rate: ((nowRate - oldRate) * (old.weight + now.weight)) / 2,
          mix: gain * ((oldRate + nowRate) / 2 - middle),
          unbased,
        }
      : { rate: (nowRate - oldRate) * now.weight, mix: gain * (oldRate - middle), unbased };
  });
  const change = after - before;
  const warnings = warningsOf(segments, effects);
  return { before, after, change, segments: effects, method: 'mix-rate', version: 1, warnings };
}

function totalOf(parts: RatioParts[]): RatioParts {
  let num = 0;
  let den = 0;
  for (const part of parts) {
    mustBeFinite('A numerator', part.num);
    mustBeFinite('A denominator', part.den);
    num += part.num;
    den += part.den;
  }
  mustBe(
    den !== 0,
    'The denominators of a period add up to 0: the ratio is not defined.',
    'Compare two periods that both have something below the line.',
  );
  return { num, den };
}

function sharesOf({ num, den }: RatioParts, total: number) {
  if (den === 0) return { weight: 0, rate: null, unbased: num / total };
  return { weight: den / total, rate: num / den, unbased: 0 };
}

function warningsOf(
  segments: readonly RatioSegment[],
  effects: readonly SegmentEffects[],
): Issue[] {
  const found: Issue[] = [];
  if (segments.some(({ before, after }) => before.den < 0 || after.den < 0)) {
    found.push(
      finding('negative_weights', 'warning', {
        message: 'A denominator is negative: weights lie outside of 0 … 1.',
        hint: 'Parts still sum to the change, but read mix and rate with care.',
      }),
    );
  }
  if (effects.some(({ unbased }) => unbased !== 0)) {
    found.push(
      finding('numerator_without_denominator', 'warning', {
        message: 'A segment has something above the line and nothing below it.',
        hint: 'It has no ratio; what it adds to the total is a part of its own.',
      }),
    );
  }
  return found;
}
