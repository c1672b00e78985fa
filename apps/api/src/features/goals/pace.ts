import { CATALOGUE } from '@openmops/domain/catalogue';
import { GoalScope } from '@openmops/domain/goals';
import { definitionHash, findKpi } from '@openmops/domain/kpi';
import { formatDay, MopsError } from '@openmops/domain/shared';
import { Phasing, planTarget, Target } from '@openmops/domain/targets';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import { type GoalRow, goalsIn } from './goals.queries.ts';
import { Pace } from './goals.schema.ts';
import { day, partsOf, When } from './list-goals.ts';
import { knownFacts } from './measure-facts.ts';
import { asOfDay, measureGoal, ownPeriod } from './measure-goal.ts';
import { standingOf } from './standing-of.ts';
import { formatOf, measuresOfKpi, rangeOf, toGoal } from './to-goal.ts';

const PaceInput = When.extend({
  /** A goal by its id or name, or a KPI. */
  of: z.string().trim().min(1).max(200),
  /** What a KPI is to reach, where no goal says it. */
  target: z.number().optional(),
  kind: z.enum(['reach', 'stayBelow']).default('reach'),
  from: day.optional(),
  to: day.optional(),
  scope: GoalScope.default({}),
  phasing: Phasing.default({ kind: 'linear' }),
});
type Input = z.output<typeof PaceInput>;

/** How a goal, or a KPI against a target that is given, stands: expected, pace, required per day, projected end. */
export const readPace = verb({
  name: 'goals.pace',
  permission: 'plans.read',
  kind: 'read',
  input: PaceInput,
  output: Pace,
  async run(ctx, input) {
    if (input.target !== undefined) return paceOfKpi(ctx, input, input.target);
    const goals = (await goalsIn(ctx.db, ctx.workspace.id)).filter((one) => !one.archived);
    return paceOfGoal(ctx, input, findBy(goals, input.of));
  },
});

async function paceOfGoal(ctx: Context<'read'>, input: Input, goal: GoalRow): Promise<Pace> {
  const asOf = asOfDay(ctx, input.asOf);
  const parts = (await partsOf(ctx, [goal]))(goal);
  const range = askedRange(ctx, input) ?? ownPeriod(parts, asOf);
  const found = range && (await measureGoal(ctx, parts, { range, asOf, scope: input.scope }));
  if (!found)
    throw new MopsError(
      'NOT_FOUND',
      `The goal “${goal.name}” has no target for this period.`,
      'Set one, or name a period that has one.',
    );
  const { kpi, unit, definition } = toGoal(goal, new Map());
  const { currency } = ctx.workspace;
  const standing = standingOf(found);
  return { of: goal.id, name: goal.name, kpi, unit, currency, definition, standing };
}

async function paceOfKpi(ctx: Context<'read'>, input: Input, value: number): Promise<Pace> {
  const range = askedRange(ctx, input);
  if (!range)
    throw new MopsError('INVALID', 'A target needs its period.', 'Give a period, or two dates.');
  const kpi = findKpi(CATALOGUE, input.of);
  const asOf = asOfDay(ctx, input.asOf);
  const measures = measuresOfKpi(kpi.id);
  const { scope, kind, phasing } = input;
  if (phasing.kind === 'lastYearShape')
    throw new MopsError('INVALID', 'Last year’s shape needs a goal.', 'Set the target of a goal.');
  const period = { from: formatDay(range.from), to: formatDay(range.to) };
  const target = Target.parse({ kpi: kpi.id, kind, value, measures, phasing, period });
  const known = await knownFacts(ctx, { kpi: kpi.id, scope, range, asOf, measures });
  const { currency } = ctx.workspace;
  const standing = standingOf({
    kpi: kpi.id,
    scope,
    range,
    target: { ...target, plan: planTarget(target), from: 'own', targets: [] },
    known,
    calendar: calendarOf(ctx.workspace),
    format: formatOf({ kpi: kpi.id }, currency),
  });
  const { id, name, unit } = kpi;
  return {
    of: input.of,
    name,
    kpi: id,
    unit,
    currency,
    definition: definitionHash(CATALOGUE, kpi),
    standing,
  };
}

function askedRange({ workspace }: Context<'read'>, { period, from, to }: Input) {
  const calendar = calendarOf(workspace);
  if (period !== undefined) return rangeOf(period, calendar);
  if (from === undefined || to === undefined) return null;
  return rangeOf({ from, to }, calendar);
}

// By id, then by name, then the only one of a KPI.
function findBy(goals: readonly GoalRow[], asked: string): GoalRow {
  const lower = asked.toLowerCase();
  const named = goals.filter((one) => one.id === asked || one.name.toLowerCase() === lower);
  if (named[0] && named.length === 1) return named[0];
  if (named.length > 1) throw several(named, `the name “${asked}”`);
  const kpi = CATALOGUE.kpiOf.get(asked) ?? null;
  const same = kpi === null ? [] : goals.filter((one) => one.kpi === kpi.id);
  if (same[0] && same.length === 1) return same[0];
  if (same.length > 1) throw several(same, `the KPI ${asked}`);
  throw new MopsError(
    'NOT_FOUND',
    `There is no goal “${asked}”.`,
    kpi
      ? 'Give the KPI a --target with its period, or make a goal of it.'
      : 'See the list of goals.',
  );
}

const several = (goals: readonly GoalRow[], what: string) =>
  new MopsError(
    'INVALID',
    `${goals.length} goals have ${what}.`,
    `Name one by its id: ${goals.map(({ id }) => id).join(', ')}.`,
  );
