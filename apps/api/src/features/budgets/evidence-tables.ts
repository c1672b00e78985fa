import { monthName } from '@openmops/domain/budgets';
import { formatDay } from '@openmops/domain/shared';
import type { Db } from '../../stores/records/records.ts';
import { textCell } from '../kpi/kpi-csv.ts';
import type { LineRow } from './line-rows.ts';
import { type PlanRow, planRows } from './plans.queries.ts';
import { cellsBetween } from './to-line.ts';

/** What evidence is of: a workspace, some months, and the instants in which they lie. */
export type EvidenceOf = {
  db: Db;
  workspaceId: string;
  months: { from: number; to: number };
  since: Date;
  until: Date;
  who(id: string | null): string;
};

type Cell = string | number | null;

type Columns<R> = Readonly<Record<string, (row: R) => Cell>>;

/** Rows as CSV (RFC 4180): heading → what stands below it. */
function csv<R>(rows: readonly R[], columns: Columns<R>): string {
  const cell = (value: Cell) => (typeof value === 'number' ? String(value) : textCell(value ?? ''));
  const lines = rows.map((row) => Object.values(columns).map((of) => cell(of(row))));
  return [Object.keys(columns), ...lines].map((line) => `${line.join(',')}\r\n`).join('');
}

const instant = (at: Date | null) => at?.toISOString() ?? '';
const units = (micros: number) => micros / 1e6;

/** Who approved, rejected, accepted, closed and reopened what. */
export async function approvalsCsv(of: EvidenceOf): Promise<string> {
  const { db, workspaceId, since, until, who } = of;
  const plans = new Map((await planRows(db, workspaceId)).map((plan) => [plan.id, plan.name]));
  const given = await db
    .selectFrom('plan_approvals')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('at', '>=', since)
    .where('at', '<', until)
    .execute();
  const orders = await db
    .selectFrom('commitments')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('decided_at', '>=', since)
    .where('decided_at', '<', until)
    .execute();
  const months = await db
    .selectFrom('budget_months')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .execute();
  type Happened = { what: string; by: string; at: string; reason: string };
  const closes = months.flatMap(({ month, history }) =>
    (history as Happened[])
      .filter(({ at }) => since <= new Date(at) && new Date(at) < until)
      .map(({ what, by, at, reason }): Decision => {
        return { ...NONE, at, what: `Month ${monthName(month)}`, decision: what, by, reason };
      }),
  );
  const decisions: Decision[] = [
    ...given.map((one) => ({
      ...NONE,
      at: instant(one.at),
      what: `${plans.get(one.plan_id) ?? one.plan_id}${one.revision_id === null ? '' : `, revision ${one.revision_id}`}`,
      decision: `${one.decision} for ${one.capacity}`,
      by: one.by_id,
      hash: one.content_hash,
      reason: one.comment,
    })),
    ...orders.map((one) => ({
      ...NONE,
      at: instant(one.decided_at),
      what: `Order ${one.number}, ${one.vendor}, ${units(one.base_micros)}`,
      decision: one.state === 'refused' ? 'refused' : 'accepted',
      by: one.decided_by,
      askedBy: one.asked_by,
      reason: one.decision_reason,
    })),
    ...closes,
  ];
  return csv(
    decisions.sort((one, other) => (one.at < other.at ? -1 : 1)),
    {
      at: ({ at }) => at,
      what: ({ what }) => what,
      decision: ({ decision }) => decision,
      by: ({ by }) => who(by),
      asked_by: ({ askedBy }) => who(askedBy),
      content_hash: ({ hash }) => hash,
      reason: ({ reason }) => reason,
    },
  );
}

type Decision = {
  at: string;
  what: string;
  decision: string;
  by: string | null;
  askedBy: string | null;
  hash: string;
  reason: string;
};
const NONE = { askedBy: null, hash: '' };

/** Every cell of a plan that was changed: by whom, when, why, from what to what. */
export async function changesCsv(of: EvidenceOf): Promise<string> {
  const { db, workspaceId, since, until, who } = of;
  const plans = new Map((await planRows(db, workspaceId)).map((plan) => [plan.id, plan]));
  const changes = await db
    .selectFrom('budget_changes')
    .innerJoin('budget_change_sets', 'budget_change_sets.id', 'budget_changes.change_set_id')
    .selectAll('budget_changes')
    .select(['plan_id', 'kind', 'reason', 'by_id', 'at'])
    .where('budget_changes.workspace_id', '=', workspaceId)
    .where('at', '>=', since)
    .where('at', '<', until)
    .orderBy('at')
    .orderBy('line_id')
    .execute();
  const cells = changes.flatMap((change) => {
    const [before, after] = [change.before as LineRow | null, change.after as LineRow | null];
    const plan = plans.get(change.plan_id) as PlanRow;
    const line = after?.name ?? before?.name ?? '';
    const changed =
      before && after
        ? cellsBetween(plan, before, after)
        : [
            {
              label: before === null ? 'added' : 'removed',
              was: before && String(units(before.total_micros)),
              now: after && String(units(after.total_micros)),
            },
          ];
    return changed.map((cell) => ({ ...cell, change, plan, line }));
  });
  return csv(cells, {
    at: ({ change }) => instant(change.at),
    plan: ({ plan }) => plan.name,
    change_set: ({ change }) => change.change_set_id,
    kind: ({ change }) => change.kind,
    line: ({ line }) => line,
    cell: ({ label }) => label,
    was: ({ was }) => was,
    now: ({ now }) => now,
    by: ({ change }) => who(change.by_id),
    reason: ({ change }) => change.reason,
  });
}

/** Every expense that is booked in the months, with the rate that was kept. */
export async function expensesCsv(of: EvidenceOf): Promise<string> {
  const { db, workspaceId, months, who } = of;
  const rows = await db
    .selectFrom('expenses')
    .leftJoin('expense_parts', 'expense_parts.expense_id', 'expenses.id')
    .leftJoin('budget_lines', 'budget_lines.id', 'expense_parts.line_id')
    .selectAll('expenses')
    .select([
      'budget_lines.name as line',
      'expense_parts.campaign_id',
      'expense_parts.commitment_id',
      'expense_parts.base_micros as part',
    ])
    .where('expenses.workspace_id', '=', workspaceId)
    .where('expenses.month', '>=', months.from)
    .where('expenses.month', '<=', months.to)
    .orderBy('expenses.month')
    .orderBy('expenses.day')
    .orderBy('expenses.id')
    .orderBy('expense_parts.position')
    .execute();
  return csv(rows, {
    month: (row) => monthName(row.month),
    id: (row) => row.id,
    kind: (row) => row.kind,
    number: (row) => row.number,
    vendor: (row) => row.vendor,
    day: (row) => formatDay(row.day),
    currency: (row) => row.currency,
    amount: (row) => units(row.amount_micros),
    rate: (row) => row.rate,
    rate_day: (row) => formatDay(row.rate_day),
    converted: (row) => units(row.base_micros),
    state: (row) => row.state,
    reason: (row) => row.match_reason,
    part: (row) => (row.part === null ? null : units(row.part)),
    line: (row) => row.line,
    campaign: (row) => row.campaign_id,
    order: (row) => row.commitment_id,
    corrects: (row) => row.adjusts,
    entered_by: (row) => who(row.entered_by),
    entered_at: (row) => instant(row.entered_at),
  });
}

/** Every order that was made, decided or ended in the period. */
export async function ordersCsv(of: EvidenceOf): Promise<string> {
  const { db, workspaceId, since, until, who } = of;
  const rows = await db
    .selectFrom('commitments')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where((where) =>
      where.or(
        (['asked_at', 'decided_at', 'closed_at'] as const).map((column) =>
          where.and([where(column, '>=', since), where(column, '<', until)]),
        ),
      ),
    )
    .orderBy('asked_at')
    .orderBy('id')
    .execute();
  return csv(rows, {
    id: (row) => row.id,
    number: (row) => row.number,
    vendor: (row) => row.vendor,
    day: (row) => formatDay(row.day),
    currency: (row) => row.currency,
    amount: (row) => units(row.amount_micros),
    rate: (row) => row.rate,
    converted: (row) => units(row.base_micros),
    state: (row) => row.state,
    missing: (row) => units(row.over_micros),
    asked_by: (row) => who(row.asked_by),
    asked_at: (row) => instant(row.asked_at),
    decided_by: (row) => who(row.decided_by),
    decided_at: (row) => instant(row.decided_at),
    closed_by: (row) => who(row.closed_by),
    closed_at: (row) => instant(row.closed_at),
  });
}
