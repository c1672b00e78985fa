import type { DayRange } from '../calendar/calendar.ts';
import { type Day, parseDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import { type DayPlan, elapsedOf, planDays } from './plan-days.ts';
import type { Target } from './schema.ts';
import { scopeKey } from './scope.ts';

/**
 * The target that counts for a KPI, scope and day: the same scope, exactly; of several periods that
 * hold the day the shortest; of several for one period the one set last. Null: there is none.
 * @example
 * const year = Target.parse({ kpi: 'leads', kind: 'reach', value: 1200, period: { from: '2026-01-01', to: '2026-12-31' } });
 * const may = { ...year, value: 130, period: { from: '2026-05-01', to: '2026-05-31' } };
 * findTarget([year, may], { kpi: 'leads', scope: {}, day: parseDay('2026-05-05') })?.value // 130
 */
export function findTarget(
  targets: readonly Target[],
  ask: { kpi: string; scope: Target['scope']; day: Day },
): Target | null {
  const scope = scopeKey(ask.scope);
  let best: Target | null = null;
  for (const one of targets) {
    const { from, to } = periodOf(one);
    const fits = one.kpi === ask.kpi && ask.day >= from && ask.day <= to;
    if (!fits || scopeKey(one.scope) !== scope) continue;
    if (best === null || goesBefore(one, best)) best = one;
  }
  return best;
}

/**
 * The days of a target's period. INVALID for dates that are none.
 * @example periodOf({ period: { from: '1970-01-02', to: '1970-01-31' } }) // { from: 1, to: 30 }
 */
export function periodOf({ period }: Pick<Target, 'period'>): DayRange {
  return { from: dayIn(period.from), to: dayIn(period.to) };
}

/**
 * The day plan of a target (see `planDays`).
 * @example planTarget({ period: { from: '1970-01-02', to: '1970-01-31' }, phasing: { kind: 'linear' } }).total // 30
 */
export function planTarget(
  target: Pick<Target, 'period' | 'phasing'>,
  lastYear: ArrayLike<number> | null = null,
): DayPlan {
  return planDays(periodOf(target), target.phasing, lastYear);
}

/**
 * What of a target falls into some days of its period: the month of a quarter, the week of a month.
 * Levels are the same on every day. Days outside of the period bring nothing.
 * @example
 * const plan = planDays({ from: 0, to: 89 }, { kind: 'linear' });
 * targetOver({ target: { value: 900, measures: 'sum' }, plan, range: { from: 0, to: 29 } }) // 300
 */
export function targetOver(input: {
  target: Pick<Target, 'value' | 'measures'>;
  plan: DayPlan;
  range: DayRange;
}): number {
  const { target, plan, range } = input;
  if (target.measures === 'level') return target.value;
  const until = (day: Day) => elapsedOf(plan, day).plannedShare;
  return target.value * Math.max(0, until(range.to) - until(range.from - 1));
}

/**
 * The line to hold a running total against: what should have come by the end of each day.
 * @example
 * const plan = planDays({ from: 10, to: 13 }, { kind: 'linear' });
 * goalLine({ value: 100, measures: 'sum' }, plan) // [{ day: 10, expected: 25 }, { day: 11, expected: 50 }, …]
 */
export function goalLine(
  target: Pick<Target, 'value' | 'measures'>,
  plan: DayPlan,
): { day: Day; expected: number }[] {
  let done = 0;
  return Array.from(plan.weights, (weight, i) => {
    done += weight;
    const share = target.measures === 'level' ? 1 : done / plan.total;
    return { day: plan.from + i, expected: target.value * share };
  });
}

function goesBefore(one: Target, best: Target): boolean {
  const length = ({ from, to }: DayRange) => to - from;
  const shorter = length(periodOf(best)) - length(periodOf(one));
  return shorter > 0 || (shorter === 0 && (one.setAt ?? '') >= (best.setAt ?? ''));
}

function dayIn(text: string): Day {
  const day = parseDay(text);
  if (day !== null) return day;
  const hint = 'A date looks like 2026-01-31.';
  throw new MopsError('INVALID', `“${text}” is not a date of the calendar.`, hint);
}
