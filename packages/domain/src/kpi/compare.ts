export type Change = {
  /** b − a, in units; null when one side is undefined. */
  absolute: number | null;
  /** (b − a) / |a|; null when a is 0 or one side is undefined. */
  relative: number | null;
};

/**
 * How a value changed from before (a) to now (b). Divides by the size of the earlier value, so a
 * rise from −10 to −5 is +50%. From 0 there is no percentage, only the absolute change.
 * @example compare(120, 100) // { absolute: 20, relative: 0.2 }
 */
export function compare(now: number | null, before: number | null): Change {
  if (now === null || before === null) return { absolute: null, relative: null };
  const absolute = finite(now - before);
  const relative = before === 0 || absolute === null ? null : finite(absolute / Math.abs(before));
  return { absolute, relative };
}

const finite = (value: number) => (Number.isFinite(value) ? value + 0 : null);
