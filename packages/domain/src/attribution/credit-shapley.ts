import { type Credits, sharesOf, totalOf } from './answer.ts';
import { noNulls } from './credit-markov.ts';
import type { ShapleyModel } from './models.ts';
import { type PathSet, warning } from './path-set.ts';
import { shapleyOfRates } from './shapley-rate.ts';
import { shareOut, splitByEffects } from './share-out.ts';
import { longestPath } from './weigh-path.ts';

/**
 * Credits by Shapley values (Zhao, Mahboobi & Bagheri 2018, arXiv:1804.05327).
 * - `set`: a coalition is worth the conversions of journeys that need no channel outside of it. Its
 *   value in closed form: each journey's conversions equally over its distinct channels.
 * - `ordered`: the same, told apart by the position at which the channel stood.
 * - `rate`: a coalition is worth the conversion rate of the journeys inside it.
 */
export function creditShapley(paths: PathSet, model: ShapleyModel): Credits {
  return model.game === 'rate' ? creditRate(paths, model) : creditSets(paths, model.game);
}

function creditSets(paths: PathSet, game: 'set' | 'ordered'): Credits {
  const { starts, touches, conversions, valueMicros } = paths;
  const size = paths.channels.length;
  const credit = new Float64Array(size);
  const value = valueMicros ? new Float64Array(size) : null;
  const positions = game === 'ordered' ? longestPath(paths) : 0;
  const byPosition = new Float64Array(size * positions);
  const equal = new Float64Array(size);
  const parts = new Float64Array(size * 2);
  const seen = new Int32Array(size);
  const distinct = new Int32Array(size);
  for (let path = 0; path < conversions.length; path++) {
    const converted = conversions[path] ?? 0;
    const worth = valueMicros?.[path] ?? 0;
    if (converted === 0 && worth === 0) continue;
    const begin = starts[path] ?? 0;
    const end = starts[path + 1] ?? 0;
    let count = 0;
    for (let t = begin; t < end; t++) {
      const id = touches[t] ?? 0;
      if (seen[id] === 0) distinct[count++] = id;
      seen[id] = (seen[id] ?? 0) + 1;
    }
    const share = converted / count;
    for (let i = 0; i < count; i++) {
      const id = distinct[i] ?? 0;
      credit[id] = (credit[id] ?? 0) + share;
    }
    if (value && worth > 0) {
      shareOut(worth, equal.fill(1 / count, 0, count), { parts, length: count });
      for (let i = 0; i < count; i++) {
        const id = distinct[i] ?? 0;
        value[id] = (value[id] ?? 0) + (parts[i] ?? 0);
      }
    }
    for (let t = begin; t < end && positions > 0; t++) {
      const id = touches[t] ?? 0;
      const at = id * positions + t - begin;
      byPosition[at] = (byPosition[at] ?? 0) + share / (seen[id] ?? 1);
    }
    for (let i = 0; i < count; i++) seen[distinct[i] ?? 0] = 0;
  }
  const credits: Credits = {
    conversions: credit,
    valueMicros: value,
    method: game === 'set' ? 'Shapley values of channel sets' : 'Shapley values by position',
  };
  if (game === 'set') return credits;
  const rows = paths.channels.map((_, id) => [
    ...byPosition.subarray(id * positions, (id + 1) * positions),
  ]);
  return { ...credits, byPosition: rows };
}

function creditRate(paths: PathSet, model: ShapleyModel): Credits {
  const total = totalOf(paths);
  const { values, sampled, largestError } = shapleyOfRates(paths, model);
  const method = sampled
    ? `Shapley values of conversion rates, ${sampled} sampled orders`
    : 'Shapley values of conversion rates, exact';
  const warnings = paths.nulls.some((failed) => failed > 0) ? [] : [noNulls()];
  const harmful = paths.channels.filter((_, id) => (values[id] ?? 0) < 0);
  if (harmful.length > 0) {
    const message = `Journeys with ${harmful.join(', ')} convert less often, so the credit is below zero.`;
    warnings.push(warning('negative_credit', message, 'Read it as a lower rate, not as a refund.'));
  }
  if (sampled) {
    const points = (largestError * 100).toPrecision(2);
    const message = `Credits are sampled: shares are off by about ${points} points (standard error) at most.`;
    warnings.push(warning('sampled', message, 'Ask for more samples to narrow it.'));
  }
  const conversions = sharesOf(values, total.conversions);
  const some = conversions.some((credit) => credit !== 0);
  const zeros = () => Array.from(conversions, () => 0);
  const valueMicros =
    total.valueMicros === null
      ? null
      : some && total.valueMicros > 0
        ? splitByEffects(total.valueMicros, conversions)
        : zeros();
  return { conversions, valueMicros, method, warnings };
}
