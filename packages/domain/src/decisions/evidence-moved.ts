/** A KPI as it was answered: money in units of `currency`. */
type Answered = {
  value: number | null;
  /** Hash of what the KPI means. */
  definition: string;
  currency: string;
};

export type EvidenceMoved = {
  /** Whether the same question has another answer by now. */
  moved: boolean;
  /** now − then; null where one of them is no number, or they are of two currencies. */
  difference: number | null;
  /** Share of the value then; null where it was 0 or is unknown. */
  relative: number | null;
  /** The KPI means something else by now, so the difference says little. */
  redefined: boolean;
  method: 'evidence-moved';
  version: 1;
};

// The order in which parts are summed may change the last digits.
const EQUAL = 1e-9;

/**
 * Compares a kept answer with that to the same question today.
 * @param then as it was kept
 * @param now as it is answered now
 * @example evidenceMoved({ value: 200, definition: 'a', currency: 'EUR' }, { value: 210, definition: 'a', currency: 'EUR' }) // { moved: true, difference: 10, relative: 0.05, redefined: false, … }
 */
export function evidenceMoved(then: Answered, now: Answered): EvidenceMoved {
  const comparable = then.currency === now.currency;
  const difference =
    comparable && then.value !== null && now.value !== null ? now.value - then.value : null;
  const size = Math.max(Math.abs(then.value ?? 0), Math.abs(now.value ?? 0));
  const moved =
    difference === null
      ? !comparable || then.value !== now.value
      : Math.abs(difference) > EQUAL * size;
  return {
    moved,
    difference: moved ? difference : difference === null ? null : 0,
    relative:
      difference === null || then.value === null || then.value === 0
        ? null
        : moved
          ? difference / Math.abs(then.value)
          : 0,
    redefined: then.definition !== now.definition,
    method: 'evidence-moved',
    version: 1,
  };
}
