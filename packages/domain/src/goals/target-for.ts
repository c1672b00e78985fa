import type { DayRange } from '../calendar/index.ts';
import type { Day } from '../shared/index.ts';
import { type DayPlan, periodOf, type Target, targetOver } from '../targets/index.ts';

/** What a goal is to be over some days, from the targets that were set. */
export type PeriodTarget<T extends Target = Target> = Pick<
  Target,
  'kind' | 'value' | 'band' | 'measures'
> & {
  plan: DayPlan;
  /** Set for these very days; the sum of several that fill them; or its part of a longer one. */
  from: 'own' | 'sum' | 'part';
  targets: T[];
};

/**
 * The target of a goal for a range: the one that was set for it; else the sum of those that fill it without gap or
 * overlap; else what falls into it of the shortest that contains it. Levels are not added. All must have the
 * same scope. `planOf` gives the days of a target (see `planTarget`). Null: nothing says what is to be reached.
 * @example
 * import { planTarget, Target } from '@openmops/domain/targets';
 * const month = (from, to) => Target.parse({ kpi: 'leads', kind: 'reach', value: 100, period: { from, to } });
 * const months = [month('1970-01-01', '1970-01-31'), month('1970-02-01', '1970-02-28')];
 * targetFor(months, { from: 0, to: 58 }, planTarget) // { value: 200, from: 'sum', … }
 */
export function targetFor<T extends Target>(
  targets: readonly T[],
  range: DayRange,
  planOf: (target: T) => DayPlan,
): PeriodTarget<T> | null {
  const newest = newestOf(targets);
  const own = newest.find((one) => sameDays(periodOf(one), range));
  if (own) return { ...shapeOf(own), plan: planOf(own), from: 'own', targets: [own] };
  return sumOf(newest, range, planOf) ?? partOf(newest, range, planOf);
}

/**
 * The days that count for a goal on a day: the period of the shortest target that holds it. Null: no target does.
 * @example
 * import { Target } from '@openmops/domain/targets';
 * const year = Target.parse({ kpi: 'leads', kind: 'reach', value: 1, period: { from: '1970-01-01', to: '1970-12-31' } });
 * countingPeriod([year], 3) // { from: 0, to: 364 }
 */
export function countingPeriod(targets: readonly Target[], day: Day): DayRange | null {
  const holding = targets.map(periodOf).filter(({ from, to }) => from <= day && day <= to);
  return holding.sort((a, b) => a.to - a.from - (b.to - b.from))[0] ?? null;
}

// Of two targets for the same days the later one counts.
function newestOf<T extends Target>(targets: readonly T[]): T[] {
  const kept = new Map<string, T>();
  for (const one of targets) {
    const key = `${one.period.from} ${one.period.to}`;
    const before = kept.get(key);
    if (!before || (one.setAt ?? '') >= (before.setAt ?? '')) kept.set(key, one);
  }
  return [...kept.values()];
}

const sameDays = (a: DayRange, b: DayRange) => a.from === b.from && a.to === b.to;

const shapeOf = ({ kind, value, band, measures }: Target) => ({ kind, value, band, measures });

function sumOf<T extends Target>(
  targets: readonly T[],
  range: DayRange,
  planOf: (target: T) => DayPlan,
): PeriodTarget<T> | null {
  const found = fillOf(targets, range);
  const first = found?.[0];
  if (!found || !first) return null;
  const alike = found.every((one) => one.kind === first.kind && one.measures === 'sum');
  if (!alike || first.kind === 'band' || found.some(({ value }) => value < 0)) return null;
  const weights = new Float64Array(range.to - range.from + 1);
  for (const one of found) {
    const plan = planOf(one);
    for (const [i, weight] of plan.weights.entries())
      weights[plan.from - range.from + i] = (one.value * weight) / plan.total;
  }
  const plan = planFrom(range, weights);
  if (plan.total === 0) return null;
  const value = found.reduce((sum, one) => sum + one.value, 0);
  return { ...shapeOf(first), value, plan, from: 'sum', targets: found };
}

// The longest that fits begins where the last one ended.
function fillOf<T extends Target>(targets: readonly T[], range: DayRange): T[] | null {
  const inside = targets
    .map((one) => ({ one, ...periodOf(one) }))
    .filter(({ from, to }) => from >= range.from && to <= range.to)
    .sort((a, b) => b.to - a.to);
  const chain = (day: Day): T[] | null => {
    if (day === range.to + 1) return [];
    for (const next of inside.filter(({ from }) => from === day)) {
      const rest = chain(next.to + 1);
      if (rest) return [next.one, ...rest];
    }
    return null;
  };
  return inside.length > 60 ? null : chain(range.from);
}

function partOf<T extends Target>(
  targets: readonly T[],
  range: DayRange,
  planOf: (target: T) => DayPlan,
): PeriodTarget<T> | null {
  const around = targets
    .map((one) => ({ one, ...periodOf(one) }))
    .filter(({ from, to }) => from <= range.from && to >= range.to)
    .sort((a, b) => a.to - a.from - (b.to - b.from))[0];
  if (!around) return null;
  const { one: target } = around;
  const whole = planOf(target);
  const plan = planFrom(
    range,
    whole.weights.slice(range.from - whole.from, range.to - whole.from + 1),
  );
  if (plan.total === 0) return null;
  const value = targetOver({ target, plan: whole, range });
  const share = target.measures === 'level' ? 1 : plan.total / whole.total;
  const band = target.band && { low: target.band.low * share, high: target.band.high * share };
  return { ...shapeOf(target), value, band, plan, from: 'part', targets: [target] };
}

function planFrom(range: DayRange, weights: Float64Array): DayPlan {
  const total = weights.reduce((a, b) => a + b, 0);
  const scheduledDays = weights.reduce((count, weight) => count + (weight > 0 ? 1 : 0), 0);
  return { from: range.from, to: range.to, weights, total, scheduledDays };
}
