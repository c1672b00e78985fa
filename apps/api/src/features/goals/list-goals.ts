import { formatDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { type GoalRow, goalsIn, objectivesIn, targetsOf, valuesOf } from './goals.queries.ts';
import { GoalList } from './goals.schema.ts';
import { asOfDay, type GoalParts, measureGoal, ownPeriod } from './measure-goal.ts';
import { toObjective } from './objectives.ts';
import { standingOf } from './standing-of.ts';
import { rangeOf, toGoal, toPeriod } from './to-goal.ts';

export const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'A date looks like 2026-01-31.');
export const When = z.strictObject({
  /** `FY2027 Q1`, `2026-03`, `FY2027`; left out: for each goal the period that counts. */
  period: z.string().max(20).optional(),
  /** Left out: yesterday. */
  asOf: day.optional(),
});

/** Objectives with their goals, and how each stands. */
export const listGoals = verb({
  name: 'goals.list',
  permission: 'plans.read',
  kind: 'read',
  input: When.extend({ archived: z.boolean().default(false) }).prefault({}),
  output: GoalList,
  async run(ctx, { period, asOf: asked, archived }) {
    const { db, workspace } = ctx;
    const asOf = asOfDay(ctx, asked);
    const calendar = calendarOf(workspace);
    const range = period === undefined ? null : rangeOf(period, calendar);
    const [names, objectives, rows] = await Promise.all([
      namesOfPeople(ctx.instance, workspace.id),
      objectivesIn(db, workspace.id),
      goalsIn(db, workspace.id),
    ]);
    const goals = rows.filter((one) => archived || !one.archived);
    const parts = await partsOf(ctx, goals);
    const standings = await Promise.all(
      goals.map(async (row) => {
        const own = parts(row);
        const days = range ?? ownPeriod(own, asOf);
        const found = days && (await measureGoal(ctx, own, { range: days, asOf }));
        return found ? standingOf(found) : null;
      }),
    );
    return {
      asOf: formatDay(asOf),
      period: range && toPeriod(range, calendar),
      currency: workspace.currency,
      objectives: objectives
        .filter((one) => archived || !one.archived)
        .map((objective) => ({
          ...toObjective(objective, names),
          goals: goals.flatMap((row, i) =>
            row.objective_id === objective.id
              ? [{ ...toGoal(row, names), standing: standings[i] ?? null }]
              : [],
          ),
        })),
    };
  },
});

/** Targets and survey values of several goals, read at once. */
export async function partsOf(
  { db }: Pick<Context<'read'>, 'db'>,
  goals: readonly GoalRow[],
): Promise<(goal: GoalRow) => GoalParts> {
  const ids = goals.map(({ id }) => id);
  const [targets, values] = await Promise.all([targetsOf(db, ids), valuesOf(db, ids)]);
  return (goal) => ({
    goal,
    targets: targets.filter((one) => one.goal_id === goal.id),
    values: values.filter((one) => one.goal_id === goal.id),
  });
}
