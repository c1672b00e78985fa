import { type DayRange, dayInZone } from '@openmops/domain/calendar';
import { countingPeriod, targetFor } from '@openmops/domain/goals';
import { type Day, formatDay, microsToUnits } from '@openmops/domain/shared';
import { planTarget, type Scope, scopeKey } from '@openmops/domain/targets';
import type { Context } from '../../verb.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import type { GoalRow, TargetRow, ValueRow } from './goals.queries.ts';
import { askFacts, type Known, knownFacts } from './measure-facts.ts';
import type { ToStand } from './standing-of.ts';
import { dayOf, formatOf, type KnownTarget, measuresOfKpi, toDomain } from './to-goal.ts';

export type Measuring = Pick<Context, 'instance' | 'workspace' | 'requestId' | 'now'>;
export type GoalParts = {
  goal: Pick<GoalRow, 'kpi' | 'scope' | 'source'>;
  targets: TargetRow[];
  values: ValueRow[];
};

/** The day of an answer: the one that was asked for, else yesterday, the last whole day. */
export function asOfDay({ workspace, now }: Measuring, asked: string | undefined): Day {
  const today = dayInZone(now, workspace.timeZone);
  return asked === undefined ? today - 1 : Math.min(dayOf(asked), today);
}

/** The period in which a goal is looked at: that of the shortest of its own targets that holds the day. */
export function ownPeriod({ goal, targets }: GoalParts, day: Day): DayRange | null {
  return countingPeriod(wholeTargets({ goal, targets }), day);
}

const wholeTargets = ({ goal, targets }: Pick<GoalParts, 'goal' | 'targets'>): KnownTarget[] =>
  targets
    .filter((one) => one.ended_at === null && one.scope_key === scopeKey({}))
    .map((one) => toDomain(one, goal.kpi));

/** Everything that says how a goal stands in a period; null: no target says what it is to be. */
export async function measureGoal(
  ctx: Measuring,
  parts: GoalParts,
  at: { range: DayRange; asOf: Day; scope?: Scope },
): Promise<ToStand | null> {
  const { goal } = parts;
  const scope = at.scope ?? {};
  const targets = parts.targets
    .filter((one) => one.ended_at === null && one.scope_key === scopeKey(scope))
    .map((one) => toDomain(one, goal.kpi));
  const full = { ...goal.scope, ...scope };
  const shapes = await lastYears(ctx, { kpi: goal.kpi, scope: full, targets });
  const target = targetFor(targets, at.range, (one) => {
    const shape = shapes.get(one.id);
    // Where nothing came last year, every day is alike.
    const shaped = shape === undefined || shape.some((value) => value > 0);
    return shaped
      ? planTarget(one, shape ?? null)
      : planTarget({ ...one, phasing: { kind: 'linear' } });
  });
  if (!target) return null;
  return {
    kpi: goal.kpi,
    scope: full,
    range: at.range,
    target,
    known: await knownOf(ctx, { ...parts, goal: { ...goal, scope: full } }, at),
    calendar: calendarOf(ctx.workspace),
    format: formatOf(goal, ctx.workspace.currency),
  };
}

/** What is known of a goal in a period, from the facts or from surveys. */
export async function knownOf(
  ctx: Measuring,
  { goal, values }: Omit<GoalParts, 'targets'>,
  { range, asOf }: { range: DayRange; asOf: Day },
): Promise<Known> {
  const measures = measuresOfKpi(goal.kpi);
  if (goal.source === 'facts') return knownFacts(ctx, { ...goal, range, asOf, measures });
  const inside = values.filter(
    (one) =>
      one.ended_at === null && one.day_to <= Math.min(asOf, range.to) && one.day_to >= range.from,
  );
  const amounts = inside.map((one) => microsToUnits(one.value_micros));
  const newest = amounts[0] ?? null;
  const sum = amounts.reduce((total, one) => total + one, 0);
  const actual = measures === 'level' ? newest : amounts.length > 0 ? sum : null;
  // Between two waves nothing is known to have changed.
  return {
    actual,
    until: Math.min(asOf, range.to),
    daily: null,
    levels: null,
    stale: false,
    notes: [],
  };
}

// For targets that follow last year: the same weekdays 52 weeks before.
async function lastYears(
  ctx: Measuring,
  asked: { kpi: string; scope: Scope; targets: KnownTarget[] },
): Promise<Map<string, number[]>> {
  const shaped = asked.targets.filter(({ phasing }) => phasing.kind === 'lastYearShape');
  const found = await Promise.all(
    shaped.map(async ({ id, period }): Promise<[string, number[]]> => {
      const [from, to] = [period.from, period.to].map((day) => formatDay(dayOf(day) - 364));
      const { kpi, scope } = asked;
      const answer = await askFacts(ctx, {
        kpi,
        scope,
        from: from ?? '',
        to: to ?? '',
        grain: 'day',
      });
      return [id, answer.rows.map((row) => Math.max(0, row.values[kpi] ?? 0))];
    }),
  );
  return new Map(found);
}
