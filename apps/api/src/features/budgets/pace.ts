import { plannedBetween } from '@openmops/domain/budgets';
import { dayInZone, unitOf } from '@openmops/domain/calendar';
import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';
import { Phasing, paceOf, planDays } from '@openmops/domain/targets';
import { sql } from 'kysely';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { calendarOf } from '../kpi/plan-question.ts';
import { Day } from './budgets.schema.ts';
import type { LineRow } from './line-rows.ts';
import { linesOf } from './lines.queries.ts';
import { platformByLine } from './plan-money.ts';
import type { PlanRow } from './plans.queries.ts';
import { platformSpend } from './platform-spend.ts';
import { findPlan, WhichPlan, yearOf } from './read-plan.ts';

const BY = ['channel', 'team', 'costCentre', 'goal', 'line'] as const;
const WORD: Record<(typeof BY)[number], (line: LineRow) => string> = {
  channel: (line) => line.channel,
  team: (line) => line.team,
  costCentre: (line) => line.cost_centre,
  goal: (line) => line.goal_id ?? '',
  line: (line) => line.id,
};

const Row = z.object({
  name: z.string(),
  label: z.string(),
  planned: z.number().describe('Of the whole period.'),
  actual: z.number().describe('So far.'),
  expected: z.number().describe('Planned so far.'),
  pace: z.number().nullable().describe('1 is as planned.'),
  projected: z.number().nullable().describe('At the end, at this pace.'),
  requiredPerDay: z.number().nullable().describe('To end as planned.'),
  currentPerDay: z.number().nullable(),
  state: z.string(),
  status: z.string(),
});
export const BudgetPace = z.object({
  plan: z.string(),
  currency: z.string(),
  from: z.string(),
  to: z.string(),
  asOf: z.string().describe('The last day that counts.'),
  days: z.number(),
  daysPassed: z.number(),
  by: z.enum(BY),
  total: Row,
  rows: z.array(Row),
});
export type BudgetPace = z.infer<typeof BudgetPace>;

/** How spending keeps to its plan in a period: expected by now, pace, projected end, what is needed each day. */
export const readPace = verb({
  name: 'budgets.pace',
  permission: 'plans.read',
  kind: 'read',
  input: WhichPlan.extend({
    by: z.enum(BY).default('channel'),
    /** The present fiscal quarter when left out. */
    from: Day.optional(),
    to: Day.optional(),
    /** The last day that counts; yesterday when left out. */
    asOf: Day.optional(),
    phasing: Phasing.default({ kind: 'linear' }),
  }).prefault({}),
  output: BudgetPace,
  async run(ctx, { by, from, to, asOf, phasing, ...ask }) {
    const { db, workspace, now } = ctx;
    const plan = await findPlan(db, workspace, { ...ask, now });
    const yesterday = dayInZone(now, workspace.timeZone) - 1;
    const until = asOf === undefined ? yesterday : dayIn(asOf);
    const range = periodOf(ctx, { from, to, until, plan });
    const days = planDays(range, phasing);
    const lines = await linesOf(db, plan, plan.scenario_id);
    const actual = await actualOf(ctx, {
      plan,
      lines,
      from: range.from,
      to: Math.min(until, range.to),
    });
    const goals = by === 'goal' ? await goalRows(db, workspace.id) : [];
    const labels = new Map(goals.map(({ id, name }) => [id, name]));
    const row = (name: string, label: string, own: readonly LineRow[]) => {
      const planned = own.reduce((all, line) => {
        const part = { firstMonth: plan.first_month, ...range };
        return all + plannedBetween(line.months, part);
      }, 0);
      const spent = own.reduce((all, line) => all + (actual.get(line.id) ?? 0), 0);
      const target = { kind: 'stayBelow' as const, value: planned / 1e6 };
      const pace = paceOf({ target, plan: days, actual: spent / 1e6, dataUntil: until });
      return {
        name,
        label,
        planned: planned / 1e6,
        actual: spent / 1e6,
        expected: pace.expected,
        pace: pace.pace,
        projected: pace.projected?.value ?? null,
        requiredPerDay: pace.requiredPerDay,
        currentPerDay: pace.currentPerDay,
        state: pace.state,
        status: pace.status,
      };
    };
    const groups = Map.groupBy(lines, WORD[by]);
    const labelOf = (name: string, own: readonly LineRow[]) =>
      by === 'line' ? (own[0]?.name ?? '') : (labels.get(name) ?? (name || 'None'));
    return {
      plan: plan.id,
      currency: plan.currency,
      from: formatDay(range.from),
      to: formatDay(range.to),
      asOf: formatDay(Math.min(until, range.to)),
      days: range.to - range.from + 1,
      daysPassed: Math.max(0, Math.min(until, range.to) - range.from + 1),
      by,
      total: row('', 'All', lines),
      rows: [...groups].map(([name, own]) => row(name, labelOf(name, own), own)),
    };
  },
});

type Asked = { from: string | undefined; to: string | undefined; until: number; plan: PlanRow };

/** What is asked, or the fiscal quarter of the day; within the year of the plan. */
function periodOf({ workspace }: Context<'read'>, { from, to, until, plan }: Asked) {
  const year = yearOf(plan);
  const quarter = unitOf(
    Math.min(Math.max(until, year.from), year.to),
    'quarter',
    calendarOf(workspace),
  );
  const range = {
    from: from === undefined ? quarter.from : dayIn(from),
    to: to === undefined ? quarter.to : dayIn(to),
  };
  if (range.from <= range.to && range.from >= year.from && range.to <= year.to) return range;
  throw new MopsError(
    'INVALID',
    'The period does not lie in the year of the plan.',
    `Give days from ${formatDay(year.from)} to ${formatDay(year.to)}, the earlier first.`,
  );
}

type Spent = { plan: PlanRow; lines: readonly LineRow[]; from: number; to: number };

/** What lines have spent in a run of days: invoices by their day, and what platforms report where that counts. */
async function actualOf(ctx: Context<'read'>, { plan, lines, from, to }: Spent) {
  const { db, workspace } = ctx;
  const actual = new Map<string, number>();
  if (to < from) return actual;
  const rows = await db
    .selectFrom('expense_parts')
    .innerJoin('expenses', 'expenses.id', 'expense_parts.expense_id')
    .select([
      'expense_parts.line_id',
      'expense_parts.month',
      sql<number>`sum(expense_parts.base_micros)::bigint`.as('micros'),
    ])
    .where('expense_parts.workspace_id', '=', workspace.id)
    .where('expense_parts.line_id', 'is not', null)
    .where('expenses.day', '>=', from)
    .where('expenses.day', '<=', to)
    .groupBy(['expense_parts.line_id', 'expense_parts.month'])
    .execute();
  const invoiced = new Set<string>();
  const add = (line: string, micros: number) => actual.set(line, (actual.get(line) ?? 0) + micros);
  for (const { line_id, month, micros } of rows) {
    if (line_id === null) continue;
    invoiced.add(`${line_id} ${month}`);
    add(line_id, micros);
  }
  if (!lines.some((line) => line.actual_from === 'platform')) return actual;
  const spend = await platformSpend(ctx, { from, to });
  const counted = await platformByLine(db, {
    ...{ plan, lines, spend },
    invoiced: (line, month) => invoiced.has(`${line} ${month}`),
  });
  for (const { lineId, micros } of counted.counted) add(lineId, micros);
  return actual;
}

function dayIn(text: string): number {
  const day = parseDay(text);
  if (day !== null) return day;
  throw new MopsError(
    'INVALID',
    `${text} is no day of the calendar.`,
    'A date looks like 2026-01-31.',
  );
}
