import { mustBe } from '../statistics/index.ts';
import { adjust } from './season-factors.ts';

/** Fills gaps along straight lines between neighbours, in the series without its season where it has one. */
export function fillGaps(values: (number | null)[], season: number): number[] {
  const first = values.findIndex((value) => value !== null);
  mustBe(first >= 0, 'No row has a value.', 'Give numbers in the value column.');
  const plain = straight(values);
  if (!values.includes(null)) return plain;
  // A season h steps after the end is the one h steps after the beginning, for whole seasons only.
  const from = ((-values.length % season) + season) % season;
  let filled = plain;
  for (let round = 0; round < ROUNDS; round++) {
    const adjusted = adjust(filled, season);
    if (!adjusted.season) return filled;
    const flat = straight(
      values.map((value, t) => (value === null ? null : (adjusted.values[t] as number))),
    );
    const before = filled;
    filled = values.map((value, t) => value ?? adjusted.restore(flat[t] as number, from + t));
    const moved = filled.some(
      (value, t) => Math.abs(value - (before[t] as number)) > 1e-9 * Math.abs(value),
    );
    if (!moved) break;
  }
  return filled;
}

/** What was filled shapes the season that fills it: it settles within a few rounds. */
const ROUNDS = 20;

function straight(values: (number | null)[]): number[] {
  const known = [...values.keys()].filter((t) => values[t] !== null);
  let place = 0;
  return values.map((value, t) => {
    while (place < known.length - 1 && (known[place] as number) < t) place++;
    const after = known[place] as number;
    const before = after <= t ? after : (known[place - 1] ?? after);
    if (value !== null) return value;
    const [left, right] = [values[before] as number, values[after] as number];
    return after > t && before < t
      ? left + ((right - left) * (t - before)) / (after - before)
      : right;
  });
}
