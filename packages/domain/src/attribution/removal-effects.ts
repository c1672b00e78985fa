import { MopsError } from '../shared/index.ts';
import { factorLu } from '../statistics/index.ts';
import type { Chain } from './count-transitions.ts';
import { solveSparse } from './solve-sparse.ts';

/** Share of conversions, and of their value, that is lost when a channel leads nowhere any more. */
export type RemovalEffects = { conversions: Float64Array; value: Float64Array | null };

/** States up to which a full matrix is factored; above, only the moves that occur are used. */
const DENSE_LIMIT = 2000;

/** Removal effects of all channels, exact: 1 − P′/P, where removed states end without conversion. */
export function removalEffects(chain: Chain, channels: number): RemovalEffects {
  const order = chain.members.length / chain.states;
  const closed = order === 1 && chain.states <= DENSE_LIMIT;
  return closed ? byInverse(chain, channels) : bySolving(chain, channels, order);
}

/**
 * Order 1 in closed form. With N = (I − Q)⁻¹, hits sN and worth B = N r, a walk ever enters i with
 * probability (sN)ᵢ / Nᵢᵢ and is then worth Bᵢ: RE = (sN)ᵢ / Nᵢᵢ · Bᵢ / (sB). One inverse for all.
 */
function byInverse(chain: Chain, channels: number): RemovalEffects {
  const { states, rowStarts, to, probability, start } = chain;
  const matrix = new Float64Array(states * states);
  for (let i = 0; i < states; i++) {
    matrix[i * states + i] = 1;
    for (let e = rowStarts[i] ?? 0; e < (rowStarts[i + 1] ?? 0); e++) {
      const at = i * states + (to[e] ?? 0);
      matrix[at] = (matrix[at] ?? 0) - (probability[e] ?? 0);
    }
  }
  const inverse = factorLu(matrix, states).inverse();
  const rowOf = (i: number) => inverse.subarray(i * states, (i + 1) * states);
  const hits = new Float64Array(states);
  for (const [i, begun] of start.entries()) {
    for (const [j, visits] of rowOf(i).entries()) hits[j] = (hits[j] ?? 0) + begun * visits;
  }
  const entered = hits.map((hit, i) => hit / (inverse[i * states + i] ?? 1));
  const effectsOf = (reward: Float64Array) => {
    const worth = reward.map((_, i) => dot(rowOf(i), reward));
    const all = dot(start, worth);
    const effects = new Float64Array(channels);
    for (const [i, channel] of chain.members.entries()) {
      const effect = all > 0 ? ((entered[i] ?? 0) * (worth[i] ?? 0)) / all : 0;
      effects[channel] = Math.min(1, Math.max(0, effect));
    }
    return effects;
  };
  return both(chain, effectsOf);
}

/** Any order: one set of linear equations for each channel. */
function bySolving(chain: Chain, channels: number, order: number): RemovalEffects {
  const without = statesByChannel(chain, order);
  return both(chain, (reward) => {
    const whole = solved(chain, reward, new Uint8Array(chain.states));
    const all = dot(chain.start, whole);
    return Float64Array.from({ length: channels }, (_, channel) => {
      const removed = without.get(channel);
      if (!removed || all === 0) return 0;
      const left = dot(chain.start, solved(chain, reward, removed));
      return Math.min(1, Math.max(0, 1 - left / all));
    });
  });
}

/** Which states hold a channel; −1, which is none, is never asked for. */
function statesByChannel({ members, states }: Chain, order: number): Map<number, Uint8Array> {
  const without = new Map<number, Uint8Array>();
  for (const [at, channel] of members.entries()) {
    const removed = without.get(channel) ?? new Uint8Array(states);
    removed[Math.floor(at / order)] = 1;
    without.set(channel, removed);
  }
  return without;
}

function solved(chain: Chain, reward: Float64Array, removed: Uint8Array): Float64Array {
  const sparse = solveSparse(chain, reward, removed);
  if (sparse) return sparse;
  const { states, rowStarts, to, probability } = chain;
  if (states > DENSE_LIMIT) {
    throw new MopsError(
      'INVALID',
      `The chain has ${states} states and journeys so long that no exact answer is in reach.`,
      'Ask for a lower order, or join rare channels.',
    );
  }
  const matrix = new Float64Array(states * states);
  for (let i = 0; i < states; i++) {
    matrix[i * states + i] = 1;
    if (removed[i]) continue;
    for (let e = rowStarts[i] ?? 0; e < (rowStarts[i + 1] ?? 0); e++) {
      const at = i * states + (to[e] ?? 0);
      matrix[at] = (matrix[at] ?? 0) - (probability[e] ?? 0);
    }
  }
  const right = reward.map((one, state) => (removed[state] ? 0 : one));
  return factorLu(matrix, states).solve(right);
}

function both(chain: Chain, effectsOf: (reward: Float64Array) => Float64Array): RemovalEffects {
  const conversions = effectsOf(chain.convert);
  return { conversions, value: chain.worth ? effectsOf(chain.worth) : null };
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, one, i) => sum + one * (b[i] ?? 0), 0);
}
