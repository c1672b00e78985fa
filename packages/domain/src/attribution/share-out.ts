import { splitMicros } from '../money/index.ts';

/**
 * Writes the parts of a whole number by weights that sum to 1 into `parts`: what `splitMicros` of
 * money does (largest remainder, ties to the earlier part), without allocating, for a hundred thousand
 * paths at a time. `parts` needs room for twice `length`.
 */
export function shareOut(total: number, weights: ArrayLike<number>, to: Parts): void {
  const { parts, length } = to;
  let left = total;
  for (let i = 0; i < length; i++) {
    const exact = total * (weights[i] ?? 0);
    const part = Math.floor(exact);
    parts[i] = part;
    parts[length + i] = exact - part;
    left -= part;
  }
  for (; Math.abs(left) > 0; left -= Math.sign(left)) {
    let best = -1;
    for (let i = 0; i < length; i++) {
      if ((weights[i] ?? 0) === 0) continue;
      const gain = ((parts[length + i] ?? 0) - (parts[length + best] ?? 0)) * Math.sign(left);
      if (best < 0 || gain > TIE) best = i;
    }
    parts[best] = (parts[best] ?? 0) + Math.sign(left);
    parts[length + best] = (parts[length + best] ?? 0) - Math.sign(left);
  }
}

export type Parts = { parts: Float64Array; length: number };

/** Remainders that differ by less are equal but for the rounding of the machine. */
const TIE = 1e-6;

/**
 * Splits a whole number by effects of either sign that do not sum to 0, exact in sum; nothing is split
 * into nothings, whatever the effects.
 */
export function splitByEffects(total: number, effects: ArrayLike<number>): number[] {
  if (total === 0) return Array.from(effects, () => 0);
  const gains = Array.from(effects, (effect) => Math.max(0, effect));
  const losses = Array.from(effects, (effect) => Math.max(0, -effect));
  const gained = gains.reduce((a, b) => a + b, 0);
  const lost = losses.reduce((a, b) => a + b, 0);
  if (lost === 0) return splitMicros(total, gains);
  const taken = Math.round((total * lost) / (gained - lost));
  const away = splitMicros(taken, losses);
  return splitMicros(total + taken, gains).map((part, i) => part - (away[i] ?? 0));
}
