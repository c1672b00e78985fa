import { type Issue, MopsError } from '../shared/index.ts';
import { chiSquareQuantile, quantileOfSorted } from '../statistics/index.ts';
import { warn } from './rule.ts';

/** One bin: shares before and now, and its part of the index. */
export type StabilityBin = {
  label: string;
  expectedShare: number;
  actualShare: number;
  part: number;
};

export type StabilityAnswer = {
  /** The index; its parts add up to it. */
  value: number;
  bins: StabilityBin[];
  /** Above this it is more than chance, at 95 %. */
  critical: number;
  verdict: 'stable' | 'moderate' | 'shifted';
  method: 'psi';
  version: 'psi@1';
  warnings: Issue[];
};

/** What stands in for the share of an empty bin; the usual choice. */
const EMPTY_SHARE = 0.0001;

/**
 * Population stability index: how far a distribution has moved, Σ (actual − expected) · ln(actual / expected)
 * over bins. Below 0.1 stable, from 0.25 shifted. Numbers are cut at the deciles of `expected`, anything
 * else by value. An empty bin counts as a share of 0.0001. `critical` is what chance alone stays
 * below in 95 of 100 samples of these sizes: (1/n + 1/m) times the chi-square quantile.
 * Sources: Siddiqi (2006), Credit Risk Scorecards; Yurdakul (2018), Statistical Properties of Population
 * Stability Index.
 * @param expected values of the base period; null is a value of its own
 * @param actual values now
 * @param binCount bins for numbers; default 10
 * @throws MopsError INVALID for an empty side or fewer than two bins
 * @example
 * const half = (share) => Array.from({ length: 100 }, (_, i) => (i < share ? 'a' : 'b'));
 * populationStability(half(50), half(60)) // { value: 0.04054651…, critical: 0.0768…, verdict: 'stable', … }
 */
export function populationStability(
  expected: readonly (string | number | boolean | null)[],
  actual: readonly (string | number | boolean | null)[],
  binCount = 10,
): StabilityAnswer {
  if (expected.length === 0 || actual.length === 0) {
    const side = expected.length === 0 ? 'base period' : 'values now';
    throw new MopsError('INVALID', `The ${side} have no rows.`, 'Compare two sets with rows.');
  }
  if (!Number.isInteger(binCount) || binCount < 2 || binCount > 1000) {
    throw new MopsError('INVALID', `${binCount} bins cannot be made.`, 'Between 2 and 1000.');
  }
  const labelOf = binning(expected, actual, binCount);
  const before = countBy(expected, labelOf);
  const now = countBy(actual, labelOf);
  const labels = [...new Set([...before.keys(), ...now.keys()])].sort();
  let empty = 0;
  const shareOf = (counts: Map<string, number>, label: string, total: number) => {
    const count = counts.get(label) ?? 0;
    if (count === 0) empty++;
    return count === 0 ? EMPTY_SHARE : count / total;
  };
  const bins = labels.map((label) => {
    const expectedShare = shareOf(before, label, expected.length);
    const actualShare = shareOf(now, label, actual.length);
    const part = (actualShare - expectedShare) * Math.log(actualShare / expectedShare);
    return { label: label.replace(/^\d+ /, ''), expectedShare, actualShare, part };
  });
  const value = bins.reduce((sum, { part }) => sum + part, 0);
  const noise = 1 / expected.length + 1 / actual.length;
  const critical = bins.length < 2 ? 0 : noise * chiSquareQuantile(0.95, bins.length - 1);
  const verdict = value < 0.1 ? 'stable' : value < 0.25 ? 'moderate' : 'shifted';
  const warnings: Issue[] = [];
  if (empty > 0) {
    const message = `${empty} of ${bins.length * 2} shares are of empty bins and count as ${EMPTY_SHARE}.`;
    warnings.push(warn('empty_bin', message, 'Fewer bins, or more rows, make the index steadier.'));
  }
  if (value >= 0.1 && value <= critical) {
    const message = `The index is no more than chance makes of ${actual.length} rows.`;
    warnings.push(warn('within_chance', message, 'Wait for more rows.'));
  }
  return { value, bins, critical, verdict, method: 'psi', version: 'psi@1', warnings };
}

type Value = string | number | boolean | null;

/** Label of the bin of a value: deciles of the base for numbers, else the value itself. */
function binning(expected: readonly Value[], actual: readonly Value[], binCount: number) {
  const isNumber = (value: Value) => value === null || typeof value === 'number';
  const numbers = expected.filter((value) => typeof value === 'number');
  if (numbers.length === 0 || !expected.every(isNumber) || !actual.every(isNumber)) {
    return (value: Value) => `0 ${value === null ? '(none)' : value}`;
  }
  if (![...numbers, ...actual].every((value) => value === null || Number.isFinite(value))) {
    throw new MopsError('INVALID', 'A value is no finite number.', 'Leave it out or write null.');
  }
  const sorted = Float64Array.from(numbers).sort();
  const edges = new Set<number>();
  for (let i = 1; i < binCount; i++) edges.add(quantileOfSorted(sorted, i / binCount));
  // An edge at the largest value would cut off nothing.
  edges.delete(sorted.at(-1) as number);
  const cuts = [...edges].sort((a, b) => a - b);
  return (value: Value) => {
    if (value === null) return '9999 (none)';
    let at = cuts.findIndex((cut) => (value as number) <= cut);
    if (at < 0) at = cuts.length;
    const from = at === 0 ? '' : `above ${cuts[at - 1]}`;
    const to = at === cuts.length ? '' : `up to ${cuts[at]}`;
    return `${String(at).padStart(4, '0')} ${[from, to].filter(Boolean).join(' ') || 'all'}`;
  };
}

function countBy(values: readonly Value[], labelOf: (value: Value) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    const label = labelOf(value);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}
