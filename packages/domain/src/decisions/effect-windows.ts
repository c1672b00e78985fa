import { type Day, type Issue, MopsError } from '../shared/index.ts';

export type EffectWindows = {
  before: { from: Day; to: Day };
  after: { from: Day; to: Day };
  days: number;
  method: 'effect-windows';
  version: 1;
  warnings: Issue[];
};

/** Half a year on each side shows enough, and keeps the other half of the year out. */
const MOST_DAYS = 182;

/**
 * Two windows of the same length around a decision: the days before it, and as many from its day on. They end on the last whole
 * day that is known or on the day of the review, whichever is earlier; from a week on they are whole weeks, so that both have the
 * same weekdays; half a year at most. What differs between them has more causes than the decision.
 * @param decided day from which it holds
 * @param last the last whole day that is known
 * @param review the day on which it is looked at; null: none
 * @returns null: not one day has passed
 * @throws MopsError INVALID for what is no day
 * @example effectWindows({ decided: 100, last: 131, review: null }) // { before: { from: 72, to: 99 }, after: { from: 100, to: 127 }, days: 28, … }
 * @example effectWindows({ decided: 100, last: 99, review: null }) // null
 */
export function effectWindows(at: {
  decided: Day;
  last: Day;
  review: Day | null;
}): EffectWindows | null {
  const { decided, last, review } = at;
  if (![decided, last, review ?? 0].every(Number.isSafeInteger))
    throw new MopsError('INVALID', 'Days are whole numbers.', 'Give days since 1970.');
  const until = review === null ? last : Math.min(last, review);
  const room = Math.min(until - decided + 1, MOST_DAYS);
  if (room < 1) return null;
  const days = room >= 7 ? room - (room % 7) : room;
  return {
    before: { from: decided - days, to: decided - 1 },
    after: { from: decided, to: decided + days - 1 },
    days,
    method: 'effect-windows',
    version: 1,
    warnings: days >= 7 ? [] : [short(days)],
  };
}

const short = (days: number): Issue => ({
  code: 'short_window',
  severity: 'warning',
  message: `Only ${days} ${days === 1 ? 'day has' : 'days have'} passed; weekdays differ between the sides.`,
  hint: 'Look again when a week has passed.',
  line: null,
  field: null,
});
