import type { Chain } from './count-transitions.ts';

const SWEEPS = 5000;
const ACCURACY = 1e-14;
/** A change that the last digit of a number cannot tell. */
const ROUNDING = 2 ** -52;

/**
 * x = r + Q x by Gauss–Seidel over the moves that occur, with `removed` states held at 0. From x = 0
 * the sweeps only rise towards the answer, and from their slowest rate the distance left is known. Null
 * when the sweeps do not come near enough (journeys of thousands of touches).
 */
export function solveSparse(
  chain: Chain,
  reward: Float64Array,
  removed: Uint8Array,
): Float64Array | null {
  const { states, rowStarts, to, probability } = chain;
  const x = new Float64Array(states);
  let before = 0;
  let slowest = 0;
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    let change = 0;
    let largest = 0;
    for (let i = states - 1; i >= 0; i--) {
      if (removed[i]) continue;
      let sum = reward[i] ?? 0;
      let stay = 0;
      const end = rowStarts[i + 1] ?? 0;
      for (let e = rowStarts[i] ?? 0; e < end; e++) {
        const j = to[e] ?? 0;
        if (j === i) stay = probability[e] ?? 0;
        else sum += (probability[e] ?? 0) * (x[j] ?? 0);
      }
      const next = sum / (1 - stay);
      const step = Math.abs(next - (x[i] ?? 0));
      if (step > change) change = step;
      if (next > largest) largest = next;
      x[i] = next;
    }
    // No sweep changes more than the one before it; where it seems to, that is rounding.
    const rate = change / before;
    if (rate < 1) slowest = Math.max(slowest, rate);
    const left = rate < 1 ? (change * slowest) / (1 - slowest) : Number.POSITIVE_INFINITY;
    if (left <= ACCURACY * largest || change <= ROUNDING * largest) return x;
    before = change;
  }
  return null;
}
