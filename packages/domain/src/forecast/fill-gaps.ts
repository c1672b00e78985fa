import { mustBe } from '../statistics/index.ts';
import { adjust } from './season-factors.ts';

/** Fills gaps along straight lines between neighbours, in the series without its season where it has one. */
export function fillGaps(values: (number | null)[], season: number): number[] {
  const first = values.findIndex((value) => value !== null);
  mustBe(first >= 0, 'No row has a value.', 'Give numbers in the value column.');
  const plain = straight(values);
  if (values.every((value) => value !== null)) return plain;
  const adjusted = adjust(plain, season);
  if (!adjusted.season) return plain;
  // A season h steps after the end is the one h steps after the beginning, for whole seasons only.
  const from = ((-values.length % season) + season) % season;
  const flat = straight(
    values.map((value, t) => (value === null ? null : (adjusted.values[t] as number))),
  );
  return values.map((value, t) => value ?? adjusted.restore(flat[t] as number, from + t));
}

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
