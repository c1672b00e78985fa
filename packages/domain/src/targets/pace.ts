import type { Direction } from '../kpi/schema.ts';
import type { Status } from '../kpi/status-of.ts';
import type { Day } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import type { Issue } from '../shared/issue.ts';
import { type DayPlan, type Elapsed, elapsedOf } from './plan-days.ts';
import {
  type Allowed,
  isAllowed,
  type ProjectedEnd,
  type Projection,
  projectEnd,
} from './project-end.ts';
import type { Target } from './schema.ts';
import { allowedBy, type PaceState, stateOf } from './state-of.ts';

export type PaceInput = {
  target: Pick<Target, 'kind' | 'value'> & Partial<Pick<Target, 'band' | 'measures'>>;
  /** The days of the period, from `planDays`. */
  plan: DayPlan;
  /** What has come so far; of a level, what it is now. In the unit of the KPI. */
  actual: number;
  /** The last whole day with data. */
  dataUntil: Day;
  /** Of the day after it, this share has passed and is in `actual` (see `partOfDay`). */
  partOfNext?: number;
  /** What the rest of the period is expected to bring; of a level, what it will end at. */
  projection?: Projection;
  /** A KPI that is `neutral` is never good or bad. */
  direction?: Direction;
  /** Off the plan by at most this share of it is neither good nor bad; 0.05 when left out. */
  toleranceShare?: number;
  /** How much more than its daily budget a platform may spend on one day: 2 is twice. */
  dayFactor?: number;
};

export type Pace = {
  /** What should have come by now. */
  expected: number;
  actual: number;
  /** actual − expected. */
  gap: number;
  /** actual ÷ target, 1 is all of it; null for a target of 0 or less. */
  attainment: number | null;
  /** attainment ÷ planned share; above 1 is faster than planned. */
  pace: number | null;
  elapsed: Elapsed;
  /** By scheduled day so far, and needed for the rest; null where there is no such day. */
  currentPerDay: number | null;
  requiredPerDay: number | null;
  /** Null before the first data, where nothing is passed in. */
  projected: ProjectedEnd | null;
  state: PaceState;
  status: Status;
  method: 'pace';
  version: 1;
  /** `no_forecast`, `few_samples`, `no_pace`, `likely_miss`. */
  warnings: Issue[];
};

/**
 * How a target stands: expected to date by its plan, pace, the daily amount that is still required,
 * where the period will end and how likely it misses. Without a projection the end is that of the
 * present pace, and nothing says how sure it is. INVALID for what is no number.
 * Source: budget pacing = (% of budget spent) ÷ (% of time elapsed), over scheduled days.
 * @example
 * const plan = planDays({ from: 0, to: 90 }, { kind: 'linear' });
 * const target = { kind: 'reach', value: 400_000 };
 * paceOf({ target, plan, actual: 180_000, dataUntil: 44 }) // { expected: 197802.197…, pace: 0.91, requiredPerDay: 4782.608…, … }
 */
export function paceOf(input: PaceInput): Pace {
  const { target, plan, actual, dataUntil, partOfNext = 0, toleranceShare = 0.05 } = input;
  if (!isAmount(actual) || !isAmount(target.value))
    throw invalid(`${actual} of ${target.value} has no pace.`, 'Give numbers below 1e15.');
  if (!Number.isInteger(dataUntil))
    throw invalid(`${dataUntil} is no day.`, 'Give a whole day number.');
  if (!(toleranceShare >= 0 && toleranceShare < 1))
    throw invalid(`A tolerance of ${toleranceShare} is none.`, 'Give a share from 0 to below 1.');
  const warnings: Issue[] = [];
  const elapsed = elapsedOf(plan, dataUntil, partOfNext);
  const isLevel = target.measures === 'level';
  const share = isLevel ? 1 : elapsed.plannedShare;
  const expected = target.value * share;
  const attainment = target.value > 0 ? finite(actual / target.value) : null;
  const pace = attainment === null || share === 0 ? null : finite(attainment / share);
  if (attainment === null) warnings.push(warning('no_pace', 'A target of 0 or less has no pace.'));
  const allowed = allowedBy(target);
  const started = elapsed.plannedShare > 0 || elapsed.days > 0;
  const over = dataUntil >= plan.to;
  const overDelivery = isLevel ? 0 : dayAllowance(input, elapsed);
  const judged = { allowed, share, actual, isLevel, toleranceShare, overDelivery, started, over };
  const { state, status } = stateOf({ ...judged, kind: target.kind, value: target.value });
  const projected = projectedBy(input, { allowed, elapsed, over, warnings });
  if (!over && status === 'good' && (projected?.missProbability ?? 0) > 0.5)
    warnings.push(warning('likely_miss', 'It is on plan by now, but more likely missed than met.'));
  return {
    expected,
    actual,
    gap: actual - expected,
    attainment,
    pace,
    elapsed,
    currentPerDay: isLevel || elapsed.days === 0 ? null : actual / elapsed.days,
    requiredPerDay:
      isLevel || elapsed.daysLeft < 1 ? null : (target.value - actual) / elapsed.daysLeft,
    projected,
    state,
    status: input.direction === 'neutral' ? 'neutral' : status,
    method: 'pace',
    version: 1,
    warnings,
  };
}

type Known = { allowed: Allowed; elapsed: Elapsed; over: boolean; warnings: Issue[] };

function projectedBy(input: PaceInput, known: Known): ProjectedEnd | null {
  const { target, actual, projection } = input;
  const { allowed, elapsed, over, warnings } = known;
  const isLevel = target.measures === 'level';
  if (over) {
    const missProbability = isAllowed(actual, allowed) ? 0 : 1;
    return { value: actual, interval: null, missProbability, method: 'done' };
  }
  if (projection)
    return projectEnd({ soFar: isLevel ? 0 : actual, rest: projection, allowed, warnings });
  const hint = 'Pass a forecast of the days to come.';
  warnings.push(
    warning(
      'no_forecast',
      'The end is that of the present pace; nothing says how sure it is.',
      hint,
    ),
  );
  if (isLevel || elapsed.plannedShare === 0) return null;
  const value = finite(actual / elapsed.plannedShare);
  if (value === null) return null;
  return { value, interval: null, missProbability: null, method: 'runRate' };
}

// What a platform may have spent early on the last day, and will make up for.
function dayAllowance({ plan, target, dayFactor = 1, dataUntil }: PaceInput, { days }: Elapsed) {
  if (!(dayFactor >= 1 && dayFactor < Infinity))
    throw invalid(`A day factor of ${dayFactor} is none.`, 'Give 1 or more: 2 is twice.');
  if (days === 0) return 0;
  const last = plan.weights[Math.min(dataUntil, plan.to) - plan.from] ?? 0;
  return (dayFactor - 1) * Math.abs(target.value) * (last / plan.total);
}

// Beyond this, nothing is exact to the cent, and quotients can overflow.
const isAmount = (value: number) => Math.abs(value) <= 1e15;
const finite = (value: number) => (Number.isFinite(value) ? value : null);

function warning(code: string, message: string, hint: string | null = null): Issue {
  return { code, severity: 'warning', message, hint, line: null, field: null };
}

const invalid = (message: string, hint: string) => new MopsError('INVALID', message, hint);
