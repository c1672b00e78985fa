import type { Calendar, DayRange } from '@openmops/domain/calendar';
import { CATALOGUE } from '@openmops/domain/catalogue';
import { type PeriodTarget, paceWords } from '@openmops/domain/goals';
import { findKpi } from '@openmops/domain/kpi';
import { type Day, formatDay, type Issue, MopsError } from '@openmops/domain/shared';
import { elapsedOf, paceOf, projectLevel, projectRest, type Scope } from '@openmops/domain/targets';
import type { Standing } from './goals.schema.ts';
import type { Known } from './measure-facts.ts';
import { type KnownTarget, toPeriod, toWarning } from './to-goal.ts';

export type ToStand = {
  kpi: string;
  scope: Scope;
  range: DayRange;
  target: PeriodTarget<KnownTarget>;
  known: Known;
  calendar: Calendar;
  format: (value: number) => string;
};

/** How a target stands by what is known of it. */
export function standingOf(of: ToStand): Standing {
  const { target, known, range } = of;
  const { kind, value, band, measures, plan } = target;
  const elapsed = elapsedOf(plan, Math.max(known.until, range.from - 1));
  const base = {
    period: toPeriod(range, of.calendar),
    scope: of.scope,
    target: { kind, value, band, measures, from: target.from },
    until: formatDay(Math.min(known.until, range.to)),
    plannedShare: elapsed.plannedShare,
    daysLeft: elapsed.daysLeft,
    stale: known.stale,
  };
  if (known.actual === null) return { ...base, ...nothingOf(of) };
  const { projection, warnings } = restOf(of);
  const pace = paceOf({
    target,
    plan,
    actual: known.actual,
    dataUntil: Math.max(known.until, range.from - 1),
    direction: findKpi(CATALOGUE, of.kpi).direction,
    ...(projection ? { projection } : {}),
  });
  const { actual, expected, gap, attainment, currentPerDay, requiredPerDay, state } = pace;
  const share = measures === 'sum' ? elapsed.plannedShare : 0;
  const reason = paceWords(pace, {
    target,
    until: Math.min(known.until, range.to),
    format: of.format,
  });
  return {
    ...base,
    ...{ actual, expected, gap, attainment, pace: pace.pace, currentPerDay, requiredPerDay },
    runRate: share > 0 ? actual / share : null,
    projected: pace.projected?.method === 'runRate' ? null : pace.projected,
    state,
    light: state === 'notStarted' ? 'none' : pace.status,
    reason,
    warnings: [...pace.warnings, ...warnings].map(toWarning),
  };
}

function nothingOf({ known }: ToStand) {
  const said = known.notes[0]?.message;
  return {
    actual: null,
    expected: null,
    gap: null,
    attainment: null,
    pace: null,
    currentPerDay: null,
    requiredPerDay: null,
    runRate: null,
    projected: null,
    state: 'noData' as const,
    light: 'none' as const,
    reason: said ?? 'There is no value for this period yet.',
    warnings: [],
  };
}

/** A forecast of the days that are left, where the history carries one. */
function restOf({ range, target, known }: ToStand) {
  const none = { projection: null, warnings: [] as Issue[] };
  const { until, actual } = known;
  const daysLeft = range.to - Math.max(until, range.from - 1);
  if (actual === null || daysLeft < 1 || until < range.from) return none;
  try {
    if (target.measures === 'level')
      return levelRest(known.levels, actual, [until - range.from + 1, daysLeft]) ?? none;
    const daily = known.daily?.values;
    return daily ? projectRest({ daily, daysLeft, min: leastOf(daily) }) : none;
  } catch (error) {
    // Too short a history carries no forecast; the pace says so itself.
    if (error instanceof MopsError && error.code === 'INVALID') return none;
    throw error;
  }
}

/** The same of a level. Where values come now and then, these are counted instead of days. */
function levelRest(levels: Known['levels'], actual: number, [passed, left]: [number, number]) {
  if (!levels) return null;
  const { values: daily, density } = levels;
  const times = (days: number) => Math.max(1, Math.round(days * density));
  const days = { daysPassed: times(passed), daysLeft: times(left) };
  return projectLevel({ daily, actual, ...days, season: density < 1 ? 1 : 7, min: leastOf(daily) });
}

const leastOf = (values: readonly number[]) => (values.some((one) => one < 0) ? null : 0);

/** What should have come and what came by the end of each day. */
export function lineOf(
  of: ToStand,
): { day: string; expected: number | null; actual: number | null }[] {
  const { range, target, known } = of;
  let [planned, came] = [0, 0];
  const { daily } = known;
  return Array.from(target.plan.weights, (weight, i) => {
    const day: Day = range.from + i;
    planned += weight;
    came += daily?.values[day - daily.from] ?? 0;
    const share = target.measures === 'level' ? 1 : planned / target.plan.total;
    const isKnown = daily !== null && day <= known.until && target.measures === 'sum';
    return { day: formatDay(day), expected: target.value * share, actual: isKnown ? came : null };
  });
}
