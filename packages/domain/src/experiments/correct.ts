import { mustBeShare } from '../statistics/check.ts';

/**
 * `bonferroni`, `holm`: the chance of a single false alarm among all tests stays below alpha.
 * `benjamini-hochberg`: the share of false ones among the alarms does.
 */
export type Correction = 'bonferroni' | 'holm' | 'benjamini-hochberg';

/**
 * p-values of several tests read together (more metrics, more variants, more segments), in the given
 * order; compare them with the same alpha. Bonferroni; Holm 1979 (Scandinavian Journal of Statistics
 * 6); Benjamini & Hochberg 1995 (JRSS B 57). As R `p.adjust`. Refuses values outside 0 … 1.
 * @example correctPValues([0.01, 0.04], 'bonferroni') // [0.02, 0.08]
 */
export function correctPValues(pValues: readonly number[], by: Correction): number[] {
  for (const [i, p] of pValues.entries()) mustBeShare(`p-value ${i + 1}`, p);
  const count = pValues.length;
  if (by === 'bonferroni') return pValues.map((p) => Math.min(1, p * count));
  const order = pValues.map((_, i) => i);
  const value = (i: number) => pValues[i] as number;
  const corrected = new Array<number>(count).fill(1);
  let worst = by === 'holm' ? 0 : 1;
  if (by === 'holm') order.sort((a, b) => value(a) - value(b));
  else order.sort((a, b) => value(b) - value(a));
  for (const [rank, at] of order.entries()) {
    const scaled =
      by === 'holm' ? value(at) * (count - rank) : (value(at) * count) / (count - rank);
    worst = by === 'holm' ? Math.max(worst, scaled) : Math.min(worst, scaled);
    corrected[at] = Math.min(1, worst);
  }
  return corrected;
}
