import { MopsError } from '../shared/index.ts';

/**
 * Probability that a lead that converted is scored above one that did not, ties counting half: the area
 * under the ROC curve (Mann & Whitney). Throws INVALID unless both outcomes occur.
 * @example areaUnderCurve([0.1, 0.4, 0.35, 0.8], [false, false, true, true]) // 0.75
 */
export function areaUnderCurve(scores: readonly number[], outcomes: readonly boolean[]): number {
  check(scores, outcomes);
  const order = scores.map((_, i) => i).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0));
  let rankSum = 0;
  let converted = 0;
  for (let i = 0; i < order.length; ) {
    let end = i;
    while (end < order.length && scores[order[end] ?? 0] === scores[order[i] ?? 0]) end++;
    const rank = (i + 1 + end) / 2;
    for (let k = i; k < end; k++) {
      if (!outcomes[order[k] ?? 0]) continue;
      rankSum += rank;
      converted++;
    }
    i = end;
  }
  const other = order.length - converted;
  return (rankSum - (converted * (converted + 1)) / 2) / (converted * other);
}

export type ScoreQuality = {
  leads: number;
  converted: number;
  /** Area under the ROC curve: 0.5 is chance, 1 is perfect. */
  auc: number;
  /** Mean squared distance of probability and outcome; smaller is better. */
  brier: number;
  /** The same when every lead is given the overall rate: what a score must beat. */
  brierOfRate: number;
  logLoss: number;
  /** Share of the best tenth of leads that converted, and how many times the overall rate that is. */
  precisionTopDecile: number;
  liftTopDecile: number;
  /** Ten groups of equal size from the highest scores down. */
  deciles: { leads: number; converted: number; meanProbability: number; lift: number }[];
  method: string;
  version: string;
};

/**
 * How good probabilities of converting are; measure on leads that were not fitted on. Leads of equal
 * probability share the places they stand on. Throws INVALID for probabilities outside of 0 to 1, or a
 * single outcome.
 * @example measureScores([0.9, 0.8, 0.3, 0.2], [true, false, true, false]).auc // 0.75
 */
export function measureScores(
  probabilities: readonly number[],
  outcomes: readonly boolean[],
): ScoreQuality {
  check(probabilities, outcomes);
  if (probabilities.some((p) => p < 0 || p > 1)) {
    throw new MopsError(
      'INVALID',
      'A probability lies outside of 0 to 1.',
      'Calibrate scores first.',
    );
  }
  const n = outcomes.length;
  const converted = outcomes.filter(Boolean).length;
  const rate = converted / n;
  let brier = 0;
  let logLoss = 0;
  for (const [i, p] of probabilities.entries()) {
    const hit = outcomes[i] ? p : 1 - p;
    brier += (1 - hit) ** 2 / n;
    logLoss -= Math.log(Math.max(hit, 1e-15)) / n;
  }
  const deciles = groupsOf(probabilities, outcomes).map((group) => ({
    ...group,
    lift: group.leads > 0 ? group.converted / group.leads / rate : 0,
  }));
  const best = deciles[0];
  return {
    leads: n,
    converted,
    auc: areaUnderCurve(probabilities, outcomes),
    brier,
    brierOfRate: rate * (1 - rate),
    logLoss,
    precisionTopDecile: best ? best.converted / best.leads : 0,
    liftTopDecile: best?.lift ?? 0,
    deciles,
    method: 'AUC, Brier score, lift by tenths',
    version: '1',
  };
}

/** Tenths by score; leads of one score are spread evenly over the tenths that they reach into. */
function groupsOf(probabilities: readonly number[], outcomes: readonly boolean[]) {
  const n = outcomes.length;
  const tenths = Math.min(10, n);
  const groups = Array.from({ length: tenths }, () => ({
    leads: 0,
    converted: 0,
    meanProbability: 0,
  }));
  const order = probabilities
    .map((_, i) => i)
    .sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
  for (let i = 0; i < n; ) {
    const score = probabilities[order[i] ?? 0] ?? 0;
    let end = i;
    let won = 0;
    for (; end < n && probabilities[order[end] ?? 0] === score; end++)
      if (outcomes[order[end] ?? 0]) won++;
    const share = won / (end - i);
    for (const [g, group] of groups.entries()) {
      const inside = Math.min(end, ((g + 1) * n) / tenths) - Math.max(i, (g * n) / tenths);
      if (inside <= 0) continue;
      group.leads += inside;
      group.converted += inside * share;
      group.meanProbability += (inside * score) / (n / tenths);
    }
    i = end;
  }
  return groups;
}

function check(scores: readonly number[], outcomes: readonly boolean[]): void {
  const both = outcomes.includes(true) && outcomes.includes(false);
  if (scores.length === outcomes.length && both && scores.every(Number.isFinite)) return;
  throw new MopsError(
    'INVALID',
    'Scores can be measured only on leads of both outcomes, one finite score each.',
    'Give at least one lead that converted and one that did not.',
  );
}
