import { type Calendar, unitLabel, unitOf } from '../calendar/index.ts';
import {
  buildCohorts,
  countFunnel,
  type Funnel,
  type StageTimes,
  timeInStage,
} from '../funnel/index.ts';
import { type Day, MopsError } from '../shared/index.ts';
import { dayReader } from './day-reader.ts';
import { type FunnelStage, STAGES, type Stage } from './definition.ts';
import type { Transition } from './records.ts';
import { rankOf } from './walk-track.ts';

/**
 * The funnel of those who came into its first stage in a period, whenever they went on: each track once, skipped
 * stages filled. Throws INVALID for a period that ends before it begins.
 * @param of transitions of people, or of deals only
 * @example
 * const at = { basis: 'date', recycled: false, source: 'crm', record: 'contact 1', from: null };
 * const transitions = [{ ...at, track: 'a', to: 'inquiry', at: 1 }, { ...at, track: 'a', to: 'mql', at: 2 }, { ...at, track: 'b', to: 'inquiry', at: 3 }];
 * funnelOf(transitions, { from: 0, to: 10 }).steps.map(({ count }) => count) // [2, 1, 0, 0, 0, 0]
 */
export function funnelOf(
  of: readonly Transition[],
  period: { from: number; to: number },
  stages: readonly FunnelStage[] = STAGES,
): Funnel {
  const events = firstEntries(of).map(({ track, to, at }) => ({ entity: track, event: to, at }));
  return countFunnel({
    events,
    steps: stages.map((event) => ({ event })),
    period,
    fillForward: true,
  });
}

/**
 * How long tracks stay in each stage, with those that are still there; a stage that was only filled in was never
 * stayed in. Throws INVALID where there are no transitions.
 * @example
 * const at = { basis: 'date', recycled: false, source: 'crm', record: 'contact 1', from: null };
 * const [inquiry] = velocityOf([{ ...at, track: 'a', to: 'inquiry', at: 0 }, { ...at, track: 'a', to: 'mql', at: 60_000 }], 90_000);
 * inquiry.medianSeconds // 60
 */
export function velocityOf(of: readonly Transition[], asOf: number): StageTimes[] {
  const history = of
    .filter(({ basis }) => basis !== 'filled')
    .map(({ track, to, at }) => ({ entity: track, stage: to, at }));
  const ends = new Set<string>(['won', 'lost']);
  const times = timeInStage({ history, asOf }).filter(({ stage }) => !ends.has(stage));
  const order = (stage: string) =>
    stage === 'rejected' ? STAGES.length : STAGES.indexOf(stage as FunnelStage);
  return times.sort((a, b) => order(a.stage) - order(b.stage));
}

export type StageCohort = {
  /** Of the period in which they came into the first stage: `2026-08`. */
  label: string;
  from: Day;
  to: Day;
  size: number;
  converted: number;
  /** Null while the cohort is too young to be judged. */
  share: number | null;
  mature: boolean;
  /** By age in periods, the period itself first: share that had come by then; null: not over yet. */
  shares: (number | null)[];
  /** Median days from the one stage to the other, of those who came; null: nobody did. */
  medianDays: number | null;
};

/**
 * Cohorts by the period in which tracks first came into a stage: how many have since come into a later one, how fast, and by
 * which age. A cohort is judged when its last day is `maturityDays` old. Throws INVALID where the later stage is not
 * later.
 * @example
 * import { GREGORIAN } from '@openmops/domain/calendar';
 * const at = { basis: 'date', recycled: false, source: 'crm', record: 'contact 1', from: null };
 * const transitions = [{ ...at, track: 'a', to: 'inquiry', at: Date.UTC(2026, 7, 3) }, { ...at, track: 'a', to: 'mql', at: Date.UTC(2026, 7, 9) }];
 * cohortsOf(transitions, { from: 'inquiry', to: 'mql', maturityDays: 30, unit: 'month', calendar: GREGORIAN, timeZone: 'UTC', asOf: Date.UTC(2026, 10, 1) })[0]
 * // { label: '2026-08', size: 1, converted: 1, share: 1, mature: true, medianDays: 6, … }
 */
export function cohortsOf(
  of: readonly Transition[],
  question: {
    from: FunnelStage;
    to: FunnelStage;
    maturityDays: number;
    unit: 'week' | 'month' | 'quarter';
    calendar: Calendar;
    timeZone: string;
    asOf: number;
  },
): StageCohort[] {
  const { from, to, maturityDays, unit, calendar, timeZone, asOf } = question;
  if (rankOf(to) <= rankOf(from)) {
    throw new MopsError('INVALID', `${to} does not come after ${from}.`, 'Swap the two stages.');
  }
  const entered = entriesOf(of, from, asOf);
  const reached = entriesOf(of, to, asOf);
  if (entered.size === 0) return [];
  const dayOf = dayReader(timeZone);
  const days = new Map([...entered].map(([track, at]) => [track, dayOf(at)]));
  const today = dayOf(asOf);
  const first = [...days.values()].reduce((a, b) => Math.min(a, b));
  const periods: { from: Day; to: Day }[] = [];
  for (
    let at = unitOf(first, unit, calendar);
    at.from <= today;
    at = unitOf(at.to + 1, unit, calendar)
  ) {
    periods.push(at);
  }
  const periodOf = (day: Day) => periods.findIndex((one) => day >= one.from && day <= one.to);
  const starts = [...days].map(([entity, day]) => ({ entity, period: periodOf(day) }));
  const events = [...reached]
    .filter(([track]) => entered.has(track))
    .map(([entity, at]) => ({ entity, period: periodOf(dayOf(at)) }));
  const last = periods.length - 1;
  // The period of today is not over, but those who came in it are already there.
  const triangle = buildCohorts({ starts, events, lastPeriod: last, kind: 'cumulative' });
  return triangle.rows.map(({ cohort, size, shares }) => {
    const period = periods[cohort] as { from: Day; to: Day };
    const tracks = starts.filter((one) => one.period === cohort).map(({ entity }) => entity);
    const took = tracks.flatMap((track) => {
      const at = reached.get(track);
      return at === undefined ? [] : [(at - (entered.get(track) as number)) / 86_400_000];
    });
    const mature = period.to + maturityDays < today;
    return {
      label: unitLabel(period.from, unit, calendar),
      ...period,
      size,
      converted: took.length,
      share: mature ? took.length / size : null,
      mature,
      shares: shares.map((share, age) =>
        (periods[cohort + age]?.to ?? today) < today ? share : null,
      ),
      medianDays: middleOf(took),
    };
  });
}

/** A time in a stage; null: still there. */
export type StageStay = { stage: Stage; enteredAt: number; leftAt: number | null };

/**
 * When one track came into each stage and left it, in order; stages that were only filled in are left out.
 * @example
 * const at = { track: 'a', basis: 'date', recycled: false, source: 'crm', record: 'contact 1', from: null };
 * staysOf([{ ...at, to: 'inquiry', at: 1 }, { ...at, to: 'mql', at: 5 }])
 * // [{ stage: 'inquiry', enteredAt: 1, leftAt: 5 }, { stage: 'mql', enteredAt: 5, leftAt: null }]
 */
export function staysOf(track: readonly Transition[]): StageStay[] {
  const stayed = track.filter(({ basis }) => basis !== 'filled');
  return stayed.map(({ to, at }, i) => ({
    stage: to,
    enteredAt: at,
    leftAt: stayed[i + 1]?.at ?? null,
  }));
}

/** The first time that each track came into each stage. */
export function firstEntries(of: readonly Transition[]): Transition[] {
  const seen = new Map<string, Transition>();
  for (const one of of) {
    const key = `${one.track} ${one.to}`;
    const known = seen.get(key);
    if (!known || one.at < known.at) seen.set(key, one);
  }
  return [...seen.values()];
}

function entriesOf(
  of: readonly Transition[],
  stage: FunnelStage,
  asOf: number,
): Map<string, number> {
  const own = firstEntries(of).filter(({ to, at }) => to === stage && at <= asOf);
  return new Map(own.map(({ track, at }) => [track, at]));
}

function middleOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] as number)) / 2;
}
