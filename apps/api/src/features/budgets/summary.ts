import { moneyText } from '@openmops/domain/budgets';
import { firstDay, unitLabel } from '@openmops/domain/calendar';
import { minorStep } from '@openmops/domain/money';
import type { Workspace } from '@openmops/domain/workspace';
import * as z from 'zod';
import type { Db } from '../../stores/records/records.ts';
import { type Context, verb } from '../../verb.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import type { LineRow } from './line-rows.ts';
import { type PlanMoney, planMoney } from './plan-money.ts';
import type { PlanRow } from './plans.queries.ts';
import { findPlan, spendFor, WhichPlan } from './read-plan.ts';

const BY = ['team', 'channel', 'costCentre', 'goal', 'quarter'] as const;

const Columns = {
  baseline: z.number().nullable().describe('As it was locked; null before.'),
  forecast: z.number().describe('What is planned now.'),
  actual: z.number(),
};
const money = z.number();

export const BudgetSummary = z.object({
  plan: z.string(),
  name: z.string(),
  fiscalYear: z.number(),
  state: z.enum(['draft', 'review', 'approved', 'locked']),
  currency: z.string(),
  total: money.describe('The budget from above; 0 where none is set.'),
  ...Columns,
  actualFrom: z
    .object({
      invoices: money.describe('Booked invoices, credits, accruals and adjustments.'),
      platforms: money.describe('What platforms report, on lines that count that.'),
    })
    .describe('Where `actual` comes from; together they are it.'),
  platforms: z
    .object({
      reported: money,
      counted: money,
      replaced: money.describe('On lines that count invoices, or in months with an invoice.'),
      withoutLine: money.describe('Of campaigns that no line pays for.'),
      unmapped: money.describe('Of no known campaign.'),
    })
    .describe('Where all that platforms report is; the last four sum to the first.'),
  unmatched: money.describe('Booked without a line, left ones too; in `actual`.'),
  committed: money.describe('Promised and not invoiced.'),
  planned: money.describe('Planned, and neither promised nor spent.'),
  available: money.describe('total − actual − committed − planned'),
  by: z.enum(BY),
  rows: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      ...Columns,
      committed: money.nullable().describe('Null by quarter: orders have no quarter.'),
      variance: money.describe('forecast − actual'),
    }),
  ),
  method: z.string(),
  warnings: z.array(
    z.object({ code: z.string(), message: z.string(), hint: z.string().nullable() }),
  ),
});
export type BudgetSummary = z.infer<typeof BudgetSummary>;

/** What of a year's budget is planned, promised, spent and free; baseline, forecast and actual side by side. */
export const summarise = verb({
  name: 'budgets.summary',
  permission: 'plans.read',
  kind: 'read',
  input: WhichPlan.extend({ by: z.enum(BY).default('team') }).prefault({}),
  output: BudgetSummary,
  async run(ctx, { by, ...ask }) {
    const { db, workspace, now } = ctx;
    const plan = await findPlan(db, workspace, { ...ask, now });
    const spend = await spendFor(ctx, plan);
    const found = await planMoney(db, plan, spend);
    const { sum, lines, reported } = found;
    const all = spend.reduce((total, one) => total + one.micros, 0);
    const unmapped = spend.reduce((total, one) => total + (one.campaignId ? 0 : one.micros), 0);
    const waiting = await waitingIn(db, plan);
    const locked = lines.some((line) => line.baseline !== null);
    const units = (micros: number) => micros / 1e6;
    return {
      plan: plan.id,
      name: plan.name,
      fiscalYear: plan.fiscal_year,
      state: plan.state,
      currency: plan.currency,
      total: units(sum.totalMicros),
      baseline: locked ? units(lines.reduce((total, line) => total + baselineOf(line), 0)) : null,
      forecast: units(lines.reduce((total, line) => total + line.total_micros, 0)),
      actual: units(sum.actualMicros),
      actualFrom: {
        invoices: units(sum.actualMicros - reported.countedMicros),
        platforms: units(reported.countedMicros),
      },
      platforms: {
        reported: units(all),
        counted: units(reported.countedMicros),
        replaced: units(reported.replacedMicros),
        withoutLine: units(reported.withoutLineMicros),
        unmapped: units(unmapped),
      },
      unmatched: units(found.loose.actualMicros),
      committed: units(sum.committedMicros),
      planned: units(sum.plannedMicros),
      available: units(sum.availableMicros),
      by,
      rows: by === 'quarter' ? quarters(plan, found, workspace) : await groups(ctx, found, by),
      method: sum.method,
      warnings: [...warningsOf(plan, { unmapped, waiting, found }), ...sum.warnings].map(
        ({ code, message, hint }) => ({ code, message, hint }),
      ),
    };
  },
});

type Grouping = Exclude<(typeof BY)[number], 'quarter'>;

/** Lines by one of their words, in order of first appearance; money without a line is a row of its own. */
async function groups(ctx: Context<'read'>, found: PlanMoney, by: Grouping) {
  const goals = by === 'goal' ? await goalRows(ctx.db, ctx.workspace.id) : [];
  const labels = new Map(goals.map(({ id, name }) => [id, name]));
  const rows = new Map<string, ReturnType<typeof emptyRow>>();
  const rowOf = (name: string, label = labels.get(name) ?? (name || 'None')) => {
    const row = rows.get(name) ?? emptyRow(name, label);
    rows.set(name, row);
    return row;
  };
  for (const line of found.lines) {
    const row = rowOf(WORD[by](line));
    if (line.baseline !== null) row.baseline = (row.baseline ?? 0) + baselineOf(line);
    row.forecast += line.total_micros;
    row.actual += sum(found.invoiced.get(line.id)) + sum(found.platform.get(line.id));
    row.committed += found.committed.get(line.id) ?? 0;
  }
  const { actualMicros, committedMicros } = found.loose;
  if (actualMicros !== 0 || committedMicros !== 0) {
    const row = rowOf('\u0000', 'Without a line');
    row.actual += actualMicros;
    row.committed += committedMicros;
  }
  return [...rows.values()].map((row) => ({
    name: row.name === '\u0000' ? '' : row.name,
    label: row.label,
    baseline: row.baseline === null ? null : row.baseline / 1e6,
    forecast: row.forecast / 1e6,
    actual: row.actual / 1e6,
    committed: row.committed / 1e6,
    variance: (row.forecast - row.actual) / 1e6,
  }));
}

const emptyRow = (name: string, label: string) => ({
  name,
  label,
  baseline: null as number | null,
  forecast: 0,
  actual: 0,
  committed: 0,
});

/** Baseline, forecast and actual of each quarter; what has no line is in the quarters of its months only as a whole. */
function quarters(plan: PlanRow, found: PlanMoney, workspace: Workspace) {
  const calendar = calendarOf(workspace);
  return [0, 1, 2, 3].map((at) => {
    const of = (months: readonly number[] | undefined) =>
      sum(months?.slice(at * 3, at * 3 + 3) ?? []);
    const locked = found.lines.filter((line) => line.baseline !== null);
    const forecast = found.lines.reduce((all, line) => all + of(line.months), 0);
    const actual = found.lines.reduce(
      (all, line) => all + of(found.invoiced.get(line.id)) + of(found.platform.get(line.id)),
      of(found.looseMonths),
    );
    return {
      name: `Q${at + 1}`,
      label: unitLabel(firstDay(plan.first_month + at * 3), 'quarter', calendar),
      baseline:
        locked.length === 0
          ? null
          : locked.reduce((all, line) => all + of(line.baseline ?? []), 0) / 1e6,
      forecast: forecast / 1e6,
      actual: actual / 1e6,
      committed: null,
      variance: (forecast - actual) / 1e6,
    };
  });
}

const WORD: Record<Grouping, (line: LineRow) => string> = {
  team: (line) => line.team,
  channel: (line) => line.channel,
  costCentre: (line) => line.cost_centre,
  goal: (line) => line.goal_id ?? '',
};

/** How many invoices of the year wait to be matched. */
async function waitingIn(db: Db, plan: PlanRow): Promise<number> {
  const { count } = await db
    .selectFrom('expenses')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('workspace_id', '=', plan.workspace_id)
    .where('state', '=', 'unmatched')
    .where('month', '>=', plan.first_month)
    .where('month', '<=', plan.first_month + 11)
    .executeTakeFirstOrThrow();
  return Number(count);
}

type Open = { unmapped: number; waiting: number; found: PlanMoney };

function warningsOf(plan: PlanRow, { unmapped, waiting, found }: Open) {
  const warnings: { code: string; message: string; hint: string | null }[] = [];
  // What platforms report has more digits than money has.
  const step = minorStep(plan.currency);
  const money = (micros: number) =>
    `${moneyText(Math.round(micros / step) * step, plan.currency)} ${plan.currency}`;
  if (plan.total_micros === null)
    warnings.push({
      code: 'no_total',
      message: 'No budget is set from above.',
      hint: 'Set the total of the year.',
    });
  if (unmapped !== 0)
    warnings.push({
      code: 'unmapped_spend',
      message: `${money(unmapped)} that platforms report has no campaign.`,
      hint: 'Give it one under unmapped spend.',
    });
  if (found.reported.withoutLineMicros !== 0)
    warnings.push({
      code: 'spend_without_line',
      message: `${money(found.reported.withoutLineMicros)} that platforms report is of campaigns without a budget line.`,
      hint: 'Give their campaigns a line.',
    });
  if (waiting > 0)
    warnings.push({
      code: 'unmatched_expenses',
      message: `${waiting} ${waiting === 1 ? 'invoice waits' : 'invoices wait'} to be matched.`,
      hint: 'Match them, or leave them with a reason.',
    });
  return warnings;
}

const baselineOf = (line: LineRow) => sum(line.baseline ?? []);
const sum = (months: readonly number[] | undefined) =>
  months?.reduce((all, one) => all + one, 0) ?? 0;
