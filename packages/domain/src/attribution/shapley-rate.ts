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

/** A channel set: its members as ids and as bits, and what the journeys with exactly these came to. */
type ChannelSet = {
  members: Int32Array;
  bits: Uint32Array;
  converted: number;
  failed: number;
  valueMicros: number;
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
  const conversions = new Float64Array(paths.channels.length);
  const value = paths.valueMicros ? new Float64Array(paths.channels.length) : null;
  const winners = sets.filter(({ converted }) => converted > 0);
  if (winners.length * sets.length * wordsOf(paths) > MOST_COMPARISONS) {
    throw new MopsError(
      'INVALID',
      `${sets.length} different channel sets are too many to compare each with each.`,
      'Join rare channels.',
    );
  }
  let seen = 0;
  for (const whole of winners) {
    const size = whole.members.length;
    const { inside, outside } = orderWeights(size);
    const shares = new Map<number, number>();
    let base = 0;
    let found = 0;
    for (const part of sets) {
      const count = part.members.length;
      if (count > size) break;
      if (!isInside(part.bits, whole.bits)) continue;
      found++;
      // Joined last by a member it is won, joined next by another channel it is given up.
      const lost = rateOf(part) * (outside[count] ?? 0);
      base -= lost;
      const won = rateOf(part) * (inside[count] ?? 0) + lost;
      for (const channel of part.members) shares.set(channel, (shares.get(channel) ?? 0) + won);
    }
    seen += (whole.converted * found) / (2 ** size - 1);
    for (const channel of whole.members) {
      const share = ((shares.get(channel) ?? 0) + base) / rateOf(whole);
      conversions[channel] = (conversions[channel] ?? 0) + share * whole.converted;
      if (value) value[channel] = (value[channel] ?? 0) + share * whole.valueMicros;
    }
  }
  const total = winners.reduce((all, { converted }) => all + converted, 0);
  return { conversions, valueMicros: value, seenShare: total > 0 ? seen / total : 1 };
}

const rateOf = ({ converted, failed }: ChannelSet) => converted / (converted + failed);

function isInside(part: Uint32Array, whole: Uint32Array): boolean {
  for (let word = 0; word < part.length; word++) {
    if (((part[word] ?? 0) & ~(whole[word] ?? 0)) !== 0) return false;
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

/** How many numbers of 32 bits hold one bit per channel. */
const wordsOf = ({ channels }: PathSet) => Math.ceil(channels.length / 32);

/** The sets that occur, smallest first. */
function distinctSets(paths: PathSet): ChannelSet[] {
  const { starts, touches, conversions, nulls, valueMicros } = paths;
  const known = new Map<string, ChannelSet>();
  for (let path = 0; path < conversions.length; path++) {
    const [converted = 0, failed = 0] = [conversions[path], nulls[path]];
    if (converted + failed === 0) continue;
    const ids = new Set(touches.subarray(starts[path], starts[path + 1]));
    const members = Int32Array.from(ids).sort();
    const key = members.join();
    const set = known.get(key) ?? {
      ...{ members, bits: bitsOf(members, wordsOf(paths)) },
      ...{ converted: 0, failed: 0, valueMicros: 0 },
    };
    set.converted += converted;
    set.failed += failed;
    set.valueMicros += valueMicros?.[path] ?? 0;
    known.set(key, set);
  }
  return [...known.values()].sort((a, b) => a.members.length - b.members.length);
}

function bitsOf(members: Int32Array, words: number): Uint32Array {
  const bits = new Uint32Array(words);
  for (const channel of members) {
    const word = channel >>> 5;
    bits[word] = (bits[word] ?? 0) | (1 << (channel & 31));
  }
  return bits;
}
