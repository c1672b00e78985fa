import { CATALOGUE } from '@openmops/domain/catalogue';
import { findKpi, type KpiAnswer } from '@openmops/domain/kpi';
import { formatDay, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import type { Actor } from '../../actor.ts';
import { type Context, verb } from '../../verb.ts';
import { campaignSpend } from '../budgets/campaign-spend.ts';
import { planOfLine } from '../budgets/plan-of-line.ts';
import { listLines, yearOf } from '../budgets/read-plan.ts';
import { summarise } from '../budgets/summary.ts';
import { moneyOf } from '../campaigns/show-campaign.ts';
import { readGoal } from '../goals/read-goal.ts';
import { BudgetAnswer, type BudgetTile, GoalAnswer } from './embeds.schema.ts';
import { findBudget } from './find-budget.ts';

const Id = z.string().min(1).max(60);

/** How a goal stands, for its tile: with an embed token only a goal that it names. */
export const readGoalTile = verb({
  name: 'embeds.goal',
  permission: 'plans.read',
  kind: 'read',
  embeds: true,
  input: z.strictObject({ id: Id, period: z.string().max(20).optional() }),
  output: GoalAnswer,
  async run(ctx, { id, period }) {
    mustName(ctx.actor, 'goals', id);
    const asked = period === undefined ? { id } : { id, period };
    const {
      goal,
      standing,
      period: range,
      asOf,
      currency,
    } = await readGoal.call(ownScope(ctx), asked);
    const { unit, direction, version } = findKpi(CATALOGUE, goal.kpi);
    const { from, to } = range;
    const actual = standing?.actual ?? null;
    return {
      ...NO_NOTES,
      ...{ currency, from, to },
      kpis: {
        [goal.kpi]: { definition: goal.definition, version, name: goal.kpiName, unit, direction },
      },
      rows: [{ ...ONE_ROW, from, to, values: { [goal.kpi]: actual } }],
      notes: (standing?.warnings ?? []).map(({ code, message, hint }) => ({
        ...{ code, message, hint },
        kpi: goal.kpi,
      })),
      goal: {
        id,
        name: goal.name,
        kpi: goal.kpi,
        target: standing?.target.value ?? null,
        kind: standing?.target.kind ?? null,
        actual,
        attained: standing?.attainment ?? null,
        expected: standing?.expected ?? null,
        pace: standing?.pace ?? null,
        until: standing?.until ?? asOf,
        daysLeft: standing?.daysLeft ?? null,
        state: standing?.state ?? 'noTarget',
        light: standing?.light ?? 'none',
        reason: standing?.reason ?? 'No target is set for this period.',
        period: range,
      },
    };
  },
});

/** What of a plan, line or campaign is spent, promised and free: with an embed token only one that it names. */
export const readBudgetTile = verb({
  name: 'embeds.budget',
  permission: 'plans.read',
  kind: 'read',
  embeds: true,
  input: z.strictObject({ id: Id }),
  output: BudgetAnswer,
  async run(ctx, { id }) {
    mustName(ctx.actor, 'budgets', id);
    const { budget, currency, from, to } = await budgetOf(ctx, id);
    const about = {
      definition: budget.rule,
      version: 1,
      name: 'Available',
      unit: { kind: 'money' as const },
      direction: 'neutral' as const,
    };
    return {
      ...NO_NOTES,
      ...{ currency, from, to },
      asOf: new Date(ctx.now).toISOString(),
      kpis: { available: about },
      rows: [{ ...ONE_ROW, from, to, values: { available: budget.available } }],
      budget,
    };
  },
});

const NO_NOTES: Pick<KpiAnswer, 'asOf' | 'previous' | 'sources' | 'notes'> = {
  asOf: null,
  previous: null,
  sources: [],
  notes: [],
};
const ONE_ROW = { dims: {}, period: null, previous: null };
const RULE = 'total − actual − committed − planned';
/** The total of a line or campaign is its plan: nothing is planned beneath it. */
const PART_RULE = 'total − actual − committed';

async function budgetOf(
  ctx: Context<'read'>,
  id: string,
): Promise<{ budget: BudgetTile; currency: string; from: string; to: string }> {
  const { db, workspace, now } = ctx;
  const found = await findBudget(db, workspace, { id, now });
  const scope = ownScope(ctx);
  if (found.kind === 'plan') {
    const sum = await summarise.call(scope, { id });
    const { name, total, actual, committed, planned, available } = sum;
    const budget = {
      id,
      kind: 'plan' as const,
      name,
      total,
      actual,
      committed,
      planned,
      available,
    };
    const { currency } = sum;
    return { budget: { ...budget, rule: RULE }, currency, ...daysOf(yearOf(found.plan)) };
  }
  const part = (of: { kind: 'line' | 'campaign'; name: string } & Spent) => ({
    ...{ id, ...of },
    planned: null,
    available: toCents(of.total - of.actual - of.committed),
    rule: PART_RULE,
  });
  if (found.kind === 'line') {
    const plan = await planOfLine(db, found.line);
    const { lines } = await listLines.call(scope, { id: plan.id });
    const line = lines.find((one) => one.id === id);
    const sum = (months: number[] | null | undefined) =>
      toCents((months ?? []).reduce((all, one) => all + one, 0));
    const total = found.line.total_micros / 1e6;
    const actual = toCents(sum(line?.invoiced) + sum(line?.platform));
    const spent = { total, actual, committed: line?.committed ?? 0 };
    return {
      budget: part({ kind: 'line', name: found.line.name, ...spent }),
      currency: plan.currency,
      ...daysOf(yearOf(plan)),
    };
  }
  const money = moneyOf((await campaignSpend(ctx, [id])).get(id));
  const { name, day_from, day_to } = found.campaign;
  const { planned: total, actual, committed } = money;
  return {
    budget: part({ kind: 'campaign', name, total, actual, committed }),
    currency: workspace.currency,
    from: formatDay(day_from ?? day_to ?? Math.floor(now / 86_400_000)),
    to: formatDay(day_to ?? day_from ?? Math.floor(now / 86_400_000)),
  };
}

type Spent = Pick<BudgetTile, 'total' | 'actual' | 'committed'>;

/** Sums of units have tails of binary fractions; the store keeps millionths. */
const toCents = (units: number) => Math.round(units * 1e6) / 1e6;

const daysOf = ({ from, to }: { from: number; to: number }) => ({
  from: formatDay(from),
  to: formatDay(to),
});

function mustName(actor: Actor, what: 'goals' | 'budgets', id: string): void {
  if (actor.kind !== 'embed' || actor[what]?.includes(id)) return;
  throw new MopsError(
    'FORBIDDEN',
    `This embed does not show ${id}.`,
    'Make an embed in the dashboard that names it.',
  );
}

/** A token that names a goal or budget may see its sums, whatever KPIs they are made of. */
function ownScope({ instance, actor, workspace, requestId }: Context<'read'>) {
  const own: Actor = actor.kind === 'embed' ? { kind: 'system' } : actor;
  return { instance, actor: own, workspace, requestId };
}
