import { seededRandom } from '../shared/index.ts';

/** A source of repeatable numbers: the same key gives the same sequence on every machine. */
export type Random = {
  /** Uniform in [0, 1). */
  unit(): number;
  /** About normal with mean 1 and the given spread; never below 0.2. */
  around(spread: number): number;
  /** A whole number whose expectation is `mean`. */
  count(mean: number): number;
};

/**
 * Numbers that depend on the seed and the key only, so that one day of one campaign stays the
 * same whatever is generated before it. Only operations that IEEE 754 defines exactly are used
 * in the demo (no exp, log or sin), hence the same bytes on every machine.
 * @example keyedRandom(42, 'a').unit() === keyedRandom(42, 'a').unit() // true
 */
export function keyedRandom(seed: number, key: string): Random {
  const unit = seededRandom(fnv(key, 0x811c9dc5 ^ seed));
  const around = (spread: number) => {
    // Four uniforms (Irwin–Hall) have variance 4/12; the factor √3 makes it 1.
    const sum = unit() + unit() + unit() + unit() - 2;
    return Math.max(0.2, 1 + sum * 1.7320508075688772 * spread);
  };
  return { unit, around, count: (mean) => Math.floor(mean + unit()) };
}

/** FNV-1a. */
function fnv(text: string, start: number): number {
  let hash = start;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash ^ (hash >>> 15);
}

/**
 * Whole parts of `total` in proportion to `weights`; they sum to `total` exactly. `offset`
 * (0 ≤ offset < 1) decides who gets the odd ones.
 * @example split(10, [1, 1, 2], 0.5) // [3, 2, 5]
 */
export function split(total: number, weights: readonly number[], offset: number): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  let before = 0;
  let given = 0;
  return weights.map((weight, index) => {
    before += weight;
    const upTo = index === weights.length - 1 ? total : Math.floor((before / sum) * total + offset);
    const part = Math.min(upTo, total) - given;
    given += part;
    return part;
  });
}
