import { mustBe } from './check.ts';

/**
 * Where a function crosses 0 between `low` and `high`: bisection, which cannot fail, to the last digit.
 * Refuses ends on the same side of 0.
 * @example findRoot((x) => x - 2, 0, 8) // 2
 */
export function findRoot(f: (x: number) => number, low: number, high: number): number {
  const rising = f(high) > 0;
  mustBe(
    f(low) === 0 || f(low) > 0 !== rising,
    'The function does not cross 0 between these ends.',
    'Widen the range.',
  );
  let [from, to] = [low, high];
  for (let step = 0; step < 200; step++) {
    const middle = from + (to - from) / 2;
    if (middle === from || middle === to) break;
    const value = f(middle);
    if (value === 0) return middle;
    if (value > 0 === rising) to = middle;
    else from = middle;
  }
  return from + (to - from) / 2;
}
