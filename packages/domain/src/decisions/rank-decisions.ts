import type { Day } from '../shared/index.ts';
import type { DecisionState } from './states.ts';

type Ranked = {
  id: string;
  state: DecisionState;
  decideBy: Day | null;
  reviewOn: Day | null;
  /** The dearest option, or what was chosen; null: nobody has said. */
  stake: number | null;
};

/** What a decision waits for, the most pressing first. */
const WAITS = ['overdue', 'to_review', 'to_decide', 'under_way', 'over'] as const;
export type DecisionWaits = (typeof WAITS)[number];

/**
 * What a decision waits for on a day: `overdue` should have been decided, `to_review` is due to be looked at, `to_decide` is open,
 * `under_way` is decided, `over` is reviewed.
 * @example waitsFor({ state: 'open', decideBy: 10, reviewOn: null }, 11) // 'overdue'
 */
export function waitsFor(
  one: Pick<Ranked, 'state' | 'decideBy' | 'reviewOn'>,
  today: Day,
): DecisionWaits {
  if (one.state === 'reviewed') return 'over';
  if (one.state === 'decided')
    return one.reviewOn !== null && one.reviewOn <= today ? 'to_review' : 'under_way';
  return one.decideBy !== null && one.decideBy < today ? 'overdue' : 'to_decide';
}

/**
 * Decisions by how much they want somebody's attention: overdue ones, those to be reviewed, open ones, those under way, those
 * that are over; among equals the larger stake, then the earlier day, then the id.
 * @param decisions `stake` in one currency
 * @param today day since 1970
 * @example rankDecisions([{ id: 'a', state: 'reviewed', decideBy: null, reviewOn: 5, stake: 9 }, { id: 'b', state: 'open', decideBy: 12, reviewOn: null, stake: null }], 10).map(({ id, waits }) => `${id} ${waits}`) // ['b to_decide', 'a over']
 */
export function rankDecisions<D extends Ranked>(
  decisions: readonly D[],
  today: Day,
): (D & { waits: DecisionWaits })[] {
  const due = ({ state, decideBy, reviewOn }: Ranked) =>
    (state === 'open' ? decideBy : reviewOn) ?? Number.MAX_SAFE_INTEGER;
  return decisions
    .map((one) => ({ ...one, waits: waitsFor(one, today) }))
    .sort(
      (a, b) =>
        WAITS.indexOf(a.waits) - WAITS.indexOf(b.waits) ||
        (b.stake ?? -1) - (a.stake ?? -1) ||
        due(a) - due(b) ||
        (a.id < b.id ? -1 : 1),
    );
}
