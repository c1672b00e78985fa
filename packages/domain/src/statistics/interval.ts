import { mustBe } from './check.ts';
import { normalPoint } from './normal.ts';

/** Both ends of an interval, in the unit of its estimate. */
export type Interval = { low: number; high: number };

/** How many of how many: both whole cases, `part` among `whole`. */
export type Proportion = { part: number; whole: number };

/**
 * Where a share lies with confidence `level` when `part` of `whole` cases had the property: both ends
 * between 0 and 1. Score interval without continuity correction (Wilson 1927, JASA 22; method 3 of
 * Newcombe 1998, Statistics in Medicine 17, 857). Null where the numbers are no part and whole.
 * @example wilsonInterval(0, 0) // null
 */
export function wilsonInterval(part: number, whole: number, level = 0.95): Interval | null {
  if (!Number.isFinite(whole) || !(whole > 0) || !(part >= 0) || part > whole) return null;
  const z = normalPoint(level);
  const share = part / whole;
  const spread = z * Math.sqrt((share * (1 - share)) / whole + (z * z) / (4 * whole * whole));
  const middle = share + (z * z) / (2 * whole);
  const scale = 1 + (z * z) / whole;
  // The ends of none and of all are exact; floats would miss them by a hair.
  return {
    low: part === 0 ? 0 : Math.max(0, (middle - spread) / scale),
    high: part === whole ? 1 : Math.min(1, (middle + spread) / scale),
  };
}

/**
 * Interval of the difference `second` - `first` of two independent shares, between -1 and 1, with
 * confidence `level`: hybrid of two Wilson intervals (method 10 of Newcombe 1998, Statistics in
 * Medicine 17, 873). Refuses numbers that are no part and whole.
 * @example newcombeInterval({ part: 0, whole: 10 }, { part: 0, whole: 10 }).low < 0 // true
 */
export function newcombeInterval(first: Proportion, second: Proportion, level = 0.95): Interval {
  const one = wilsonInterval(first.part, first.whole, level);
  const two = wilsonInterval(second.part, second.whole, level);
  mustBe(
    one !== null && two !== null,
    'An interval of a difference needs a part and a whole on both sides.',
    'Give counts with 0 ≤ part ≤ whole and at least one case.',
  );
  const from = first.part / first.whole;
  const to = second.part / second.whole;
  return {
    low: to - from - Math.hypot(to - two.low, one.high - from),
    high: to - from + Math.hypot(two.high - to, from - one.low),
  };
}
