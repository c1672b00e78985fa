import { type Issue, MopsError } from '../shared/index.ts';
import { minimise } from '../statistics/index.ts';

/** How scores become probabilities. */
export type Calibration = {
  probabilityOf(score: number): number;
  /** Scores and the probabilities that they have; between them it is constant (isotonic) or smooth (Platt). */
  points: { score: number; probability: number }[];
  method: 'isotonic' | 'platt';
  version: string;
  warnings: Issue[];
};

/** Below this many leads of an outcome an isotonic curve follows chance. */
const FEW = 50;

/**
 * Turns scores into probabilities on leads that were not fitted on. `isotonic`: the rising steps nearest to
 * the outcomes (pool adjacent violators; Ayer et al. 1955). `platt`: a logistic curve with Platt's
 * smoothed targets (Platt 1999; Lin, Lin & Weng 2007). Throws INVALID for scores that are no finite numbers
 * and for a single outcome.
 * @example calibrate([1, 2, 3, 4], [false, true, false, true], 'isotonic').probabilityOf(2.5) // 0.5
 */
export function calibrate(
  scores: readonly number[],
  outcomes: readonly boolean[],
  method: Calibration['method'],
): Calibration {
  const converted = outcomes.filter(Boolean).length;
  const both = converted > 0 && converted < outcomes.length;
  if (!both || scores.length !== outcomes.length || !scores.every(Number.isFinite)) {
    throw new MopsError(
      'INVALID',
      'Scores can be calibrated only on leads of both outcomes, one finite score each.',
      'Give at least one lead that converted and one that did not.',
    );
  }
  const few = Math.min(converted, outcomes.length - converted) < FEW;
  const warnings: Issue[] = few
    ? [
        {
          code: 'few_leads',
          severity: 'warning',
          message: `Fewer than ${FEW} leads of one outcome: the probabilities are rough.`,
          hint: method === 'isotonic' ? 'Use Platt scaling for few leads.' : null,
          line: null,
          field: null,
        },
      ]
    : [];
  const curve = method === 'isotonic' ? isotonic(scores, outcomes) : platt(scores, outcomes);
  return { ...curve, method, version: '1', warnings };
}

function isotonic(scores: readonly number[], outcomes: readonly boolean[]) {
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  type Block = { from: number; sum: number; weight: number };
  const blocks: Block[] = [];
  for (const i of order) {
    const from = scores[i] ?? 0;
    const won = outcomes[i] ? 1 : 0;
    const last = blocks.at(-1);
    if (last && last.from === from) {
      last.sum += won;
      last.weight++;
    } else blocks.push({ from, sum: won, weight: 1 });
  }
  const pooled: Block[] = [];
  for (const block of blocks) {
    pooled.push({ ...block });
    while (pooled.length > 1) {
      const [before, after] = [pooled.at(-2) as Block, pooled.at(-1) as Block];
      if (before.sum / before.weight < after.sum / after.weight) break;
      before.sum += after.sum;
      before.weight += after.weight;
      pooled.pop();
    }
  }
  const points = pooled.map(({ from, sum, weight }) => ({
    score: from,
    probability: sum / weight,
  }));
  return {
    points,
    probabilityOf: (score: number) => {
      const at = points.findLastIndex((point) => point.score <= score);
      return (points[Math.max(0, at)] as { probability: number }).probability;
    },
  };
}

function platt(scores: readonly number[], outcomes: readonly boolean[]) {
  const converted = outcomes.filter(Boolean).length;
  const high = (converted + 1) / (converted + 2);
  const low = 1 / (outcomes.length - converted + 2);
  const spread = Math.max(...scores) - Math.min(...scores) || 1;
  const middle = (Math.max(...scores) + Math.min(...scores)) / 2;
  const scaled = scores.map((score) => (score - middle) / spread);
  const loss = ([slope = 0, shift = 0]: Float64Array) =>
    scaled.reduce((sum, x, i) => {
      const odds = slope * x + shift;
      // −t·ln p − (1 − t)·ln(1 − p), without overflow.
      return (
        sum +
        Math.max(odds, 0) -
        (outcomes[i] ? high : low) * odds +
        Math.log1p(Math.exp(-Math.abs(odds)))
      );
    }, 0);
  const best = minimise(loss, [1, 0], { tolerance: 1e-13, evaluations: 2000 });
  const [slope = 0, shift = 0] = best.at;
  const probabilityOf = (score: number) =>
    1 / (1 + Math.exp(-((slope * (score - middle)) / spread + shift)));
  const distinct = [...new Set(scores)].sort((a, b) => a - b);
  const points = distinct.map((score) => ({ score, probability: probabilityOf(score) }));
  return { probabilityOf, points };
}
