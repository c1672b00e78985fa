import { type Credits, totalOf } from './answer.ts';
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
 * - `rate`: a coalition is worth the conversion rate of the journeys with exactly its channels.
 */
export function creditShapley(paths: PathSet, model: ShapleyModel): Credits {
  return model.game === 'rate' ? creditRate(paths) : creditSets(paths, model.game);
}

function creditSets(paths: PathSet, game: 'set' | 'ordered'): Credits {
  const { starts, touches, conversions, valueMicros } = paths;
  const size = paths.channels.length;
  const credit = new Float64Array(size);
  const value = valueMicros ? new Float64Array(size) : null;
  const positions = longestPath(paths);
  const byPosition = game === 'ordered' ? new Float64Array(size * positions) : null;
  const equal = new Float64Array(size);
  const parts = new Float64Array(size * 2);
  const seen = new Int32Array(size);
  const distinct = new Int32Array(size);
  for (let path = 0; path < conversions.length; path++) {
    const converted = conversions[path] ?? 0;
    if (converted === 0) continue; // and then there is no value either
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
    if (value) {
      shareOut(valueMicros?.[path] ?? 0, equal.fill(1 / count, 0, count), { parts, length: count });
      for (let i = 0; i < count; i++) {
        const id = distinct[i] ?? 0;
        value[id] = (value[id] ?? 0) + (parts[i] ?? 0);
      }
    }
    if (byPosition) {
      for (let t = begin; t < end; t++) {
        const id = touches[t] ?? 0;
        const at = id * positions + t - begin;
        byPosition[at] = (byPosition[at] ?? 0) + share / (seen[id] ?? 1);
      }
    }
    for (let i = 0; i < count; i++) seen[distinct[i] ?? 0] = 0;
  }
  const credits = { conversions: credit, valueMicros: value };
  if (!byPosition) return { ...credits, method: 'Shapley values of channel sets' };
  const rows = paths.channels.map((_, id) => [
    ...byPosition.subarray(id * positions, (id + 1) * positions),
  ]);
  return { ...credits, method: 'Shapley values by position', byPosition: rows };
}

function creditRate(paths: PathSet): Credits {
  const total = totalOf(paths);
  const { conversions, valueMicros, seenShare } = shapleyOfRates(paths);
  const warnings = paths.nulls.some((failed) => failed > 0) ? [] : [noNulls()];
  const harmful = paths.channels.filter((_, id) => (conversions[id] ?? 0) < 0);
  if (harmful.length > 0) {
    const message = `Journeys with ${harmful.join(', ')} convert less often than those without, so the credit is below zero.`;
    warnings.push(warning('negative_credit', message, 'Read it as a lower rate, not as a refund.'));
  }
  if (seenShare < SEEN) {
    const message = `Only ${(seenShare * 100).toFixed(0)}% of the combinations inside journeys occur on their own; the others count as never converting.`;
    warnings.push(warning('unseen_sets', message, 'Join rare channels, or use the model shapley.'));
  }
  return {
    conversions,
    valueMicros: valueMicros && splitByEffects(total.valueMicros ?? 0, valueMicros),
    method: 'Shapley values of conversion rates, exact',
    warnings,
  };
}

/** Below this share the worth of most combinations is a guess. */
const SEEN = 0.5;
