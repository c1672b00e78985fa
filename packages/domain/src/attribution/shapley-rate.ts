import { MopsError, seededRandom } from '../shared/index.ts';
import type { ShapleyModel } from './models.ts';
import type { PathSet } from './path-set.ts';

/** Above this many channels the 2ⁿ coalitions are sampled instead of listed. */
const EXACT_LIMIT = 20;

type Rates = {
  values: Float64Array;
  /** How many orders were sampled; 0 when the values are exact. */
  sampled: number;
  /** Largest standard error of a channel's share; 0 when exact. */
  largestError: number;
};

/** Conversions and journeys of each distinct channel set. */
type Sets = { members: number[][]; converted: number[]; journeys: number[] };

/**
 * Shapley values of the game in which a coalition is worth the conversion rate of the journeys that
 * need no channel outside of it (0 when there is none). Exact up to 20 channels; above, INVALID
 * unless `samples` and `seed` are given.
 */
export function shapleyOfRates(paths: PathSet, { samples, seed }: ShapleyModel): Rates {
  const size = paths.channels.length;
  const sets = distinctSets(paths);
  if (size <= EXACT_LIMIT) return { values: exact(sets, size), sampled: 0, largestError: 0 };
  if (!samples || seed === undefined || !Number.isSafeInteger(samples) || samples < 2) {
    throw new MopsError(
      'INVALID',
      `${size} channels make 2^${size} coalitions; more than ${EXACT_LIMIT} channels are not listed one by one.`,
      'Join rare channels, or give samples (such as 2000) and a seed.',
    );
  }
  return sample(sets, size, { samples, random: seededRandom(seed) });
}

function distinctSets({ starts, touches, conversions, nulls }: PathSet): Sets {
  const ids = new Map<string, number>();
  const sets: Sets = { members: [], converted: [], journeys: [] };
  for (let path = 0; path < conversions.length; path++) {
    const members = [...new Set(touches.subarray(starts[path], starts[path + 1]))].sort(
      (a, b) => a - b,
    );
    const key = members.join();
    const id = ids.get(key) ?? sets.members.push(members) - 1;
    ids.set(key, id);
    const converted = conversions[path] ?? 0;
    sets.converted[id] = (sets.converted[id] ?? 0) + converted;
    sets.journeys[id] = (sets.journeys[id] ?? 0) + converted + (nulls[path] ?? 0);
  }
  return sets;
}

function exact({ members, converted, journeys }: Sets, size: number): Float64Array {
  const coalitions = 2 ** size;
  const inside = new Float64Array(coalitions);
  const all = new Float64Array(coalitions);
  for (const [id, list] of members.entries()) {
    const mask = list.reduce((bits, channel) => bits | (1 << channel), 0);
    inside[mask] = (inside[mask] ?? 0) + (converted[id] ?? 0);
    all[mask] = (all[mask] ?? 0) + (journeys[id] ?? 0);
  }
  // Sums over all subsets, one channel at a time.
  for (let bit = 1; bit < coalitions; bit <<= 1) {
    for (let mask = 0; mask < coalitions; mask++) {
      if (!(mask & bit)) continue;
      inside[mask] = (inside[mask] ?? 0) + (inside[mask ^ bit] ?? 0);
      all[mask] = (all[mask] ?? 0) + (all[mask ^ bit] ?? 0);
    }
  }
  for (let mask = 0; mask < coalitions; mask++) {
    const journeysInside = all[mask] ?? 0;
    inside[mask] = journeysInside > 0 ? (inside[mask] ?? 0) / journeysInside : 0;
  }
  const weight = orderWeights(size);
  const values = new Float64Array(size);
  for (let mask = 0; mask < coalitions; mask++) {
    const w = weight[bitsOf(mask)] ?? 0;
    const worth = inside[mask] ?? 0;
    for (let channel = 0; channel < size; channel++) {
      const bit = 1 << channel;
      if (mask & bit) continue;
      values[channel] = (values[channel] ?? 0) + w * ((inside[mask | bit] ?? 0) - worth);
    }
  }
  return values;
}

/** s! (n − s − 1)! / n! for a coalition of s that one of n joins. */
function orderWeights(size: number): Float64Array {
  const weights = new Float64Array(size);
  weights[0] = 1 / size;
  for (let s = 1; s < size; s++) weights[s] = ((weights[s - 1] ?? 0) * s) / (size - s);
  return weights;
}

function bitsOf(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) bits++;
  return bits;
}

function sample(
  { members, converted, journeys }: Sets,
  size: number,
  { samples, random }: { samples: number; random: () => number },
): Rates {
  const values = new Float64Array(size);
  const squares = new Float64Array(size);
  const order = Int32Array.from({ length: size }, (_, channel) => channel);
  const rank = new Int32Array(size);
  const inside = new Float64Array(size);
  const all = new Float64Array(size);
  for (let run = 0; run < samples; run++) {
    for (let i = size - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      const kept = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = kept;
    }
    for (let i = 0; i < size; i++) rank[order[i] ?? 0] = i;
    inside.fill(0);
    all.fill(0);
    // A set is inside the coalition from the moment its last member has joined.
    for (const [id, list] of members.entries()) {
      let last = 0;
      for (const channel of list) last = Math.max(last, rank[channel] ?? 0);
      inside[last] = (inside[last] ?? 0) + (converted[id] ?? 0);
      all[last] = (all[last] ?? 0) + (journeys[id] ?? 0);
    }
    let before = 0;
    let won = 0;
    let seen = 0;
    for (let i = 0; i < size; i++) {
      won += inside[i] ?? 0;
      seen += all[i] ?? 0;
      const worth = seen > 0 ? won / seen : 0;
      const channel = order[i] ?? 0;
      values[channel] = (values[channel] ?? 0) + worth - before;
      squares[channel] = (squares[channel] ?? 0) + (worth - before) ** 2;
      before = worth;
    }
  }
  const whole = values.reduce((a, b) => a + b, 0) / samples;
  let largestError = 0;
  for (let channel = 0; channel < size; channel++) {
    const mean = (values[channel] ?? 0) / samples;
    const variance = Math.max(0, (squares[channel] ?? 0) / samples - mean * mean) / (samples - 1);
    if (whole > 0) largestError = Math.max(largestError, Math.sqrt(variance) / whole);
    values[channel] = mean;
  }
  return { values, sampled: samples, largestError };
}
