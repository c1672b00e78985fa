import { MopsError } from '../shared/index.ts';
import type { PathSet } from './path-set.ts';

/** Credits of the rate game by channel id. */
export type RateCredits = {
  conversions: Float64Array;
  /** Value credited in micros, unrounded; null when the paths carry no value. */
  valueMicros: Float64Array | null;
  /** Of the combinations inside a journey that converted, how many occur on their own, on average. */
  seenShare: number;
};

/** Channel sets: bits of the members in `words` numbers each, and what their journeys came to. */
type Sets = {
  words: number;
  masks: Uint32Array;
  members: Int32Array[];
  converted: number[];
  journeys: number[];
  valueMicros: number[];
};

/** Comparisons of two sets that are still a matter of seconds. */
const MOST_COMPARISONS = 2e9;

/**
 * Shares the conversions of each channel set P among its members by the game in which a coalition S ⊆ P is
 * worth the conversion rate of the journeys with exactly the channels S (0 where there are none), as does
 * Marketing Attribution Models of DP6. Only sets that occur are worth anything, so the sum over all 2ᵏ
 * coalitions is one over the sets seen, and exact for any number of channels.
 */
export function shapleyOfRates(paths: PathSet): RateCredits {
  const sets = distinctSets(paths);
  const { words, masks, members, converted, journeys } = sets;
  const conversions = new Float64Array(paths.channels.length);
  const value = paths.valueMicros ? new Float64Array(paths.channels.length) : null;
  const order = members.map((_, set) => set).sort((a, b) => sizeOf(sets, a) - sizeOf(sets, b));
  const winners = order.filter((set) => (converted[set] ?? 0) > 0);
  if (winners.length * order.length * words > MOST_COMPARISONS) {
    throw new MopsError(
      'INVALID',
      `${order.length} different channel sets are too many to compare each with each.`,
      'Join rare channels.',
    );
  }
  let seen = 0;
  for (const whole of winners) {
    const size = sizeOf(sets, whole);
    const { inside, outside } = orderWeights(size);
    const shares = new Map<number, number>();
    let base = 0;
    let found = 0;
    for (const part of order) {
      const count = sizeOf(sets, part);
      if (count > size) break;
      if (!isInside(masks, words, { part, whole })) continue;
      found++;
      const rate = (converted[part] ?? 0) / (journeys[part] ?? 1);
      if (rate === 0) continue;
      // Joined last by a member it is won, joined next by another channel it is given up.
      const lost = rate * (outside[count] ?? 0);
      base -= lost;
      const won = rate * (inside[count] ?? 0) + lost;
      for (const channel of members[part] ?? []) {
        shares.set(channel, (shares.get(channel) ?? 0) + won);
      }
    }
    seen += ((converted[whole] ?? 0) * found) / (2 ** size - 1);
    const rate = (converted[whole] ?? 0) / (journeys[whole] ?? 1);
    for (const channel of members[whole] ?? []) {
      const share = ((shares.get(channel) ?? 0) + base) / rate;
      conversions[channel] = (conversions[channel] ?? 0) + share * (converted[whole] ?? 0);
      if (value) value[channel] = (value[channel] ?? 0) + share * (sets.valueMicros[whole] ?? 0);
    }
  }
  const total = converted.reduce((a, b) => a + b, 0);
  return { conversions, valueMicros: value, seenShare: total > 0 ? seen / total : 1 };
}

const sizeOf = ({ members }: Sets, set: number) => members[set]?.length ?? 0;

function isInside(masks: Uint32Array, words: number, of: { part: number; whole: number }): boolean {
  for (let word = 0; word < words; word++) {
    const part = masks[of.part * words + word] ?? 0;
    if ((part & ~(masks[of.whole * words + word] ?? 0)) !== 0) return false;
  }
  return true;
}

/** By size t of a coalition of k: (t−1)!(k−t)!/k! for its members, t!(k−t−1)!/k! for the others. */
function orderWeights(size: number) {
  const inside = new Float64Array(size + 1);
  const outside = new Float64Array(size + 1);
  let choose = 1;
  for (let t = 1; t <= size; t++) {
    // choose = C(k − 1, t − 1)
    inside[t] = 1 / (size * choose);
    outside[t - 1] = inside[t] ?? 0;
    choose = (choose * (size - t)) / t;
  }
  return { inside, outside };
}

function distinctSets({
  channels,
  starts,
  touches,
  conversions,
  nulls,
  valueMicros,
}: PathSet): Sets {
  const words = Math.ceil(channels.length / 32) || 1;
  const ids = new Map<string, number>();
  const sets: Omit<Sets, 'masks'> = {
    words,
    members: [],
    converted: [],
    journeys: [],
    valueMicros: [],
  };
  for (let path = 0; path < conversions.length; path++) {
    const won = conversions[path] ?? 0;
    const all = won + (nulls[path] ?? 0);
    if (all === 0) continue;
    const members = Int32Array.from(
      new Set(touches.subarray(starts[path], starts[path + 1])),
    ).sort();
    const key = members.join();
    let id = ids.get(key);
    if (id === undefined) {
      id = sets.members.push(members) - 1;
      ids.set(key, id);
    }
    sets.converted[id] = (sets.converted[id] ?? 0) + won;
    sets.journeys[id] = (sets.journeys[id] ?? 0) + all;
    sets.valueMicros[id] = (sets.valueMicros[id] ?? 0) + (valueMicros?.[path] ?? 0);
  }
  const masks = new Uint32Array(sets.members.length * words);
  for (const [id, members] of sets.members.entries()) {
    for (const channel of members) {
      const at = id * words + (channel >>> 5);
      masks[at] = (masks[at] ?? 0) | (1 << (channel & 31));
    }
  }
  return { ...sets, masks };
}
