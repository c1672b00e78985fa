import { periodAround } from '@openmops/domain/goals';
import { formatDay, microsToUnits } from '@openmops/domain/shared';
import { scopeKey } from '@openmops/domain/targets';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import {
  activitiesIn,
  checkInsOf,
  findGoal,
  findObjective,
  targetsOf,
  type ValueRow,
  valuesOf,
} from './goals.queries.ts';
import { GoalPage, type SurveyValue } from './goals.schema.ts';
import { When } from './list-goals.ts';
import {
  asOfDay,
  type GoalParts,
  knownOf,
  type Measuring,
  measureGoal,
  ownPeriod,
} from './measure-goal.ts';
import { type Names, nameIn } from './people.ts';
import { reviewOf } from './review-goals.ts';
import { lineOf, standingOf } from './standing-of.ts';
import { standActivity } from './to-activity.ts';
import { formatOf, rangeOf, toGoal, toPeriod, toTarget } from './to-goal.ts';

/** Everything about one goal: how it stands, its line, activities, review, and the history of its targets. */
export const readGoal = verb({
  name: 'goals.read',
  permission: 'plans.read',
  kind: 'read',
  input: When.extend({ id: z.string().min(1).max(60) }),
  output: GoalPage,
  async run(ctx, { id, period, asOf: asked }) {
    const { db, workspace } = ctx;
    const { currency } = workspace;
    const calendar = calendarOf(workspace);
    const asOf = asOfDay(ctx, asked);
    const goal = await findGoal(db, id);
    const [names, objective, targets, values, activities] = await Promise.all([
      namesOfPeople(ctx.instance, workspace.id),
      findObjective(db, goal.objective_id),
      targetsOf(db, [id], { ended: true }),
      valuesOf(db, [id], { ended: true }),
      activitiesIn(db, workspace.id, [id]),
    ]);
    const parts = { goal, targets, values };
    const range =
      period === undefined
        ? (ownPeriod(parts, asOf) ?? periodAround(asOf, 'quarter', calendar))
        : rangeOf(period, calendar);
    const [checkIns, measured, byScope, periods] = await Promise.all([
      checkInsOf(
        db,
        activities.map((one) => one.id),
        range,
      ),
      measureGoal(ctx, parts, { range, asOf }),
      scopesOf(ctx, parts, { range, asOf }),
      periodsOf(ctx, parts, asOf),
    ]);
    const known = measured?.known ?? (await knownOf(ctx, parts, { range, asOf }));
    const standing = measured && standingOf(measured);
    const own = activities.map((one) =>
      standActivity(one, { names, goalName: goal.name, range, asOf, checkIns, workspace }),
    );
    const format = formatOf(goal, currency);
    return {
      goal: { ...toGoal(goal, names), objectiveName: objective.name },
      asOf: formatDay(asOf),
      period: toPeriod(range, calendar),
      currency,
      standing,
      byScope,
      review: reviewOf({ standing, result: known.actual, activities: own, range, asOf, format }),
      activities: own,
      targets: targets.map((one) => toTarget(one, { names, calendar })),
      values: values.map((one) => toValue(one, names)),
      line: measured ? lineOf(measured) : [],
      periods,
    };
  },
});

// Targets of parts of the goal: a region, a channel.
async function scopesOf(
  ctx: Measuring,
  parts: GoalParts,
  at: { range: { from: number; to: number }; asOf: number },
) {
  const scopes = new Map(
    parts.targets
      .filter((one) => one.ended_at === null && one.scope_key !== scopeKey({}))
      .map((one) => [one.scope_key, one.scope]),
  );
  const found = await Promise.all(
    [...scopes.values()].map((scope) => measureGoal(ctx, parts, { ...at, scope })),
  );
  return found.flatMap((one) => (one ? [standingOf(one)] : []));
}

/** How many periods back a chart goes. */
const MOST_PERIODS = 24;

// Every period that a target was set for, with what came in it.
async function periodsOf(ctx: Measuring, parts: GoalParts, asOf: number) {
  const calendar = calendarOf(ctx.workspace);
  const whole = parts.targets
    .filter((one) => one.ended_at === null && one.scope_key === scopeKey({}))
    .sort((a, b) => a.day_from - b.day_from || b.day_to - a.day_to)
    .slice(-MOST_PERIODS);
  return Promise.all(
    whole.map(async (one) => {
      const range = { from: one.day_from, to: one.day_to };
      const found = range.from > asOf ? null : await measureGoal(ctx, parts, { range, asOf });
      const standing = found && standingOf(found);
      return {
        period: toPeriod(range, calendar),
        kind: one.kind,
        target: microsToUnits(one.value_micros),
        band: standing?.target.band ?? null,
        expected: standing?.expected ?? null,
        actual: standing?.actual ?? null,
        light: standing?.light ?? ('none' as const),
      };
    }),
  );
}

function toValue(row: ValueRow, names: Names): SurveyValue {
  return {
    id: row.id,
    from: formatDay(row.day_from),
    to: formatDay(row.day_to),
    value: microsToUnits(row.value_micros),
    respondents: row.respondents,
    note: row.note,
    setBy: nameIn(names, row.set_by),
    setAt: row.set_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
  };
}
