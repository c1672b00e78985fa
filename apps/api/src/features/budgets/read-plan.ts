import { fiscalYearOf, monthName } from '@openmops/domain/budgets';
import { dayInZone, firstDay, lastDay, monthOf } from '@openmops/domain/calendar';
import { MopsError } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import * as z from 'zod';
import type { Db, Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { allocationsOf, toAllocation } from './allocate.ts';
import { Id } from './budgets.schema.ts';
import { linesOf } from './lines.queries.ts';
import { checkOf } from './plan-content.ts';
import { planMoney } from './plan-money.ts';
import {
  approvalRows,
  onePlan,
  type PlanRow,
  planRows,
  scenarioRows,
  targetRows,
} from './plans.queries.ts';
import { platformSpend } from './platform-spend.ts';
import { type Line, toLine } from './to-line.ts';

/** A plan by its id or its year; the present fiscal year when nothing is said. */
export const WhichPlan = z.strictObject({
  id: Id.optional(),
  fiscalYear: z.coerce.number().int().optional(),
});

export async function findPlan(
  db: Db | Trx,
  workspace: Workspace,
  ask: { id?: string | undefined; fiscalYear?: number | undefined; now: number },
): Promise<PlanRow> {
  if (ask.id !== undefined) return onePlan(db, workspace.id, ask.id);
  const { month } = monthOf(dayInZone(ask.now, workspace.timeZone));
  const year = ask.fiscalYear ?? fiscalYearOf(month, workspace);
  const rows = await planRows(db, workspace.id);
  const plan = rows.find((row) => row.fiscal_year === year);
  if (plan) return plan;
  throw new MopsError(
    'NOT_FOUND',
    `There is no plan of ${year}.`,
    rows.length === 0
      ? 'Make one first.'
      : `There are plans of: ${rows.map((row) => row.fiscal_year).join(', ')}.`,
  );
}

/** A plan with its scenarios, targets, approvals and what it still lacks. */
export const readPlan = verb({
  name: 'plans.get',
  permission: 'plans.read',
  kind: 'read',
  input: WhichPlan.prefault({}),
  async run(ctx, ask) {
    const { db, workspace, now } = ctx;
    const plan = await findPlan(db, workspace, { ...ask, now });
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const who = (id: string | null) =>
      id === null ? null : (names.get(id) ?? 'Somebody who left');
    const [scenarios, targets, approvals, check] = [
      await scenarioRows(db, plan),
      await targetRows(db, plan),
      await approvalRows(db, plan, null),
      await checkOf(db, plan),
    ];
    return {
      id: plan.id,
      version: plan.version,
      name: plan.name,
      fiscalYear: plan.fiscal_year,
      state: plan.state,
      currency: plan.currency,
      total: plan.total_micros === null ? null : plan.total_micros / 1e6,
      months: Array.from({ length: 12 }, (_, at) => monthName(plan.first_month + at)),
      quarters: quartersOf(plan),
      scenario: plan.scenario_id,
      scenarios: scenarios.map(({ id, name, note, state, created_by, created_at }) => ({
        ...{ id, name, note, state, counts: id === plan.scenario_id },
        createdBy: who(created_by),
        createdAt: created_at.toISOString(),
      })),
      targets: targets.map(({ team, quarter, amount_micros }) => ({
        ...{ team, quarter },
        amount: amount_micros / 1e6,
      })),
      submittedBy: who(plan.submitted_by),
      submittedAt: plan.submitted_at?.toISOString() ?? null,
      lockedBy: who(plan.locked_by),
      lockedAt: plan.locked_at?.toISOString() ?? null,
      approvals: approvals.map((one) => ({
        capacity: one.capacity,
        decision: one.decision,
        comment: one.comment,
        by: who(one.by_id),
        at: one.at.toISOString(),
        void: one.void_at !== null,
      })),
      check: {
        ready: check.ready,
        over: check.overMicros === null ? null : check.overMicros / 1e6,
        findings: check.findings,
        cells: check.cells.map((cell) => ({
          team: cell.team,
          quarter: cell.quarter,
          target: cell.targetMicros / 1e6,
          planned: cell.plannedMicros / 1e6,
          over: cell.overMicros / 1e6,
        })),
      },
    };
  },
});

/** A line with what became of it; a scenario that does not count has only its plan. */
export type PlanLine = Line & {
  /** Twelve months of booked expenses; null: none. */
  invoiced: number[] | null;
  /** Twelve months of what platforms report, where the line counts that; null: none. */
  platform: number[] | null;
  /** Promised and not invoiced. */
  committed: number;
  /** Planned, and neither promised nor spent; null in a scenario. */
  remaining: number | null;
  allocations: ReturnType<typeof toAllocation>[];
};

/** Lines of a scenario with baseline, forecast (`months`), what is booked and what is promised. */
export const listLines = verb({
  name: 'plans.lines',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ id: Id, scenario: Id.optional() }),
  async run(ctx, { id, scenario }): Promise<{ lines: PlanLine[] }> {
    const { db, workspace } = ctx;
    const plan = await onePlan(db, workspace.id, id);
    const counts = scenario === undefined || scenario === plan.scenario_id;
    if (!counts) {
      const lines = await linesOf(db, plan, scenario);
      const none = {
        invoiced: null,
        platform: null,
        committed: 0,
        remaining: null,
        allocations: [],
      };
      return { lines: lines.map((line) => ({ ...toLine(line), ...none })) };
    }
    const money = await planMoney(db, plan, await spendFor(ctx, plan));
    const allocated = Map.groupBy(await allocationsOf(db, plan), (one) => one.line_id);
    const units = (months: number[] | undefined) => months?.map((one) => one / 1e6) ?? null;
    return {
      lines: money.lines.map((line, at) => ({
        ...toLine(line),
        invoiced: units(money.invoiced.get(line.id)),
        platform: units(money.platform.get(line.id)),
        committed: (money.committed.get(line.id) ?? 0) / 1e6,
        remaining: (money.sum.remainingMicros[at] ?? 0) / 1e6,
        allocations: (allocated.get(line.id) ?? []).map(toAllocation),
      })),
    };
  },
});

/** What platforms report for the year of a plan. */
export function spendFor(
  ctx: Parameters<typeof platformSpend>[0],
  plan: PlanRow,
): ReturnType<typeof platformSpend> {
  return platformSpend(ctx, yearOf(plan));
}

/** The days of a plan's year. */
export function yearOf(plan: PlanRow): { from: number; to: number } {
  return { from: firstDay(plan.first_month), to: lastDay(plan.first_month + 11) };
}

/** The quarters of a plan in the words of its calendar: `Q1: Feb–Apr`. */
function quartersOf(plan: PlanRow) {
  const word = (month: number) =>
    new Date(firstDay(month) * 86_400_000).toLocaleString('en', {
      month: 'short',
      timeZone: 'UTC',
    });
  return [0, 1, 2, 3].map((at) => {
    const first = plan.first_month + at * 3;
    return { quarter: at + 1, from: monthName(first), label: `${word(first)}–${word(first + 2)}` };
  });
}
