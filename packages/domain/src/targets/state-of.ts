import type { Status } from '../kpi/status-of.ts';
import { MopsError } from '../shared/error.ts';
import { type Allowed, isAllowed } from './project-end.ts';
import type { Target } from './schema.ts';

/**
 * Where a target stands. Before its period: `notStarted`; in it: `behind`, `onTrack`, `ahead` (more
 * than a target to reach asks for), `tooFast` (on the way out of what is allowed), `missed` (out of
 * it for good); after it: `met` or `missed`.
 */
export type PaceState =
  | 'notStarted'
  | 'behind'
  | 'onTrack'
  | 'ahead'
  | 'tooFast'
  | 'met'
  | 'missed';

/** What a target allows its value to be in the end. */
export function allowedBy(target: Pick<Target, 'kind' | 'value'> & Partial<Target>): Allowed {
  if (target.kind === 'reach') return { low: target.value, high: Infinity };
  if (target.kind === 'stayBelow') return { low: -Infinity, high: target.value };
  const { low, high } = target.band ?? { low: Number.NaN, high: Number.NaN };
  if (low <= target.value && target.value <= high) return { low, high };
  const hint = 'Give low and high, with the value between them.';
  throw new MopsError('INVALID', 'The band does not hold its value.', hint);
}

export type Standing = {
  kind: Target['kind'];
  value: number;
  isLevel: boolean;
  allowed: Allowed;
  /** Of the whole that should have come by now; 1 for levels. */
  share: number;
  actual: number;
  toleranceShare: number;
  /** Amount that may have come early. */
  overDelivery: number;
  started: boolean;
  over: boolean;
};

/** What differs by less is the same. */
const HAIR = 1e-9;

/** State and colour of a target; beside the plan but within the tolerance it is neither good nor bad. */
export function stateOf(of: Standing): { state: PaceState; status: Status } {
  const { actual, allowed, share } = of;
  if (of.over) {
    return isAllowed(actual, allowed)
      ? { state: 'met', status: 'good' }
      : { state: 'missed', status: 'bad' };
  }
  // A sum does not come back, a level can.
  const gone = !of.isLevel && !isAllowed(actual, { low: -Infinity, high: allowed.high });
  if (gone) return { state: 'missed', status: 'bad' };
  if (!of.started || share === 0) return { state: 'notStarted', status: 'neutral' };
  const expected = of.value * share;
  const slack = Math.abs(expected) * of.toleranceShare;
  const hair = HAIR * Math.abs(expected);
  const short = allowed.low * share - actual;
  if (short > hair) return { state: 'behind', status: short > slack + hair ? 'bad' : 'neutral' };
  const early = actual - allowed.high * share - of.overDelivery;
  if (early > hair) return { state: 'tooFast', status: early > slack + hair ? 'bad' : 'neutral' };
  const ahead = of.kind === 'reach' && actual > expected + slack;
  return { state: ahead ? 'ahead' : 'onTrack', status: 'good' };
}
