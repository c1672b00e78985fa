import type { DayRange } from '@openmops/domain/calendar';
import { periodAround, reviewGoal, reviewWords, verdictWords } from '@openmops/domain/goals';
import { type Day, formatDay } from '@openmops/domain/shared';
import { verb } from '../../verb.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { activitiesIn, checkInsOf, goalsIn, objectivesIn } from './goals.queries.ts';
import { type ActivityStanding, GoalReviews, type Review, type Standing } from './goals.schema.ts';
import { partsOf, When } from './list-goals.ts';
import { asOfDay, knownOf, measureGoal } from './measure-goal.ts';
import { standingOf } from './standing-of.ts';
import { standActivity } from './to-activity.ts';
import { formatOf, rangeOf, toGoal, toPeriod, toWarning } from './to-goal.ts';

/** The four questions of every goal in a period, and whether strategy or execution is short. */
export const reviewGoals = verb({
  name: 'goals.review',
  permission: 'plans.read',
  kind: 'read',
  input: When.prefault({}),
  output: GoalReviews,
  async run(ctx, { period, asOf: asked }) {
    const { db, workspace } = ctx;
    const calendar = calendarOf(workspace);
    const asOf = asOfDay(ctx, asked);
    const range =
      period === undefined ? periodAround(asOf, 'quarter', calendar) : rangeOf(period, calendar);
    const [names, objectives, rows] = await Promise.all([
      namesOfPeople(ctx.instance, workspace.id),
      objectivesIn(db, workspace.id),
      goalsIn(db, workspace.id),
    ]);
    const live = new Map(objectives.filter((one) => !one.archived).map((one) => [one.id, one]));
    const goals = rows.filter((one) => !one.archived && live.has(one.objective_id));
    const ids = goals.map(({ id }) => id);
    const [parts, activities] = await Promise.all([
      partsOf(ctx, goals),
      activitiesIn(db, workspace.id, ids),
    ]);
    const checkIns = await checkInsOf(
      db,
      activities.map(({ id }) => id),
      range,
    );
    const { currency } = workspace;
    return {
      asOf: formatDay(asOf),
      period: toPeriod(range, calendar),
      currency,
      goals: await Promise.all(
        goals.map(async (row) => {
          const own = activities
            .filter((one) => one.goal_id === row.id)
            .map((one) => {
              const of = { names, goalName: row.name, range, asOf, checkIns, workspace };
              return standActivity(one, of);
            })
            .filter((one) => one.occurrences.length > 0);
          const measured = await measureGoal(ctx, parts(row), { range, asOf });
          const standing = measured && standingOf(measured);
          const known = measured?.known ?? (await knownOf(ctx, parts(row), { range, asOf }));
          const format = formatOf(row, currency);
          const { actual } = known;
          return {
            goal: toGoal(row, names),
            objectiveName: live.get(row.objective_id)?.name ?? '',
            standing,
            review: reviewOf({ standing, result: actual, activities: own, range, asOf, format }),
            activities: own,
          };
        }),
      ),
    };
  },
});

/** The review of a goal, with its sentences. */
export function reviewOf(of: {
  standing: Standing | null;
  result: number | null;
  activities: readonly ActivityStanding[];
  range: DayRange;
  asOf: Day;
  format: (value: number) => string;
}): Review {
  const { standing, result, activities, range, asOf, format } = of;
  const review = reviewGoal({
    target: standing?.target ?? null,
    result,
    // A day on which the numbers are not known yet cannot be judged.
    plannedShare: standing?.plannedShare ?? 0,
    over: asOf >= range.to && (standing === null || standing.until >= formatDay(range.to)),
    activities,
  });
  return {
    ...review,
    verdictSays: verdictWords(review.verdict),
    answers: reviewWords(review, format),
    warnings: review.warnings.map(toWarning),
  };
}
