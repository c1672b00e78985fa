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

/** A table as CSV (RFC 4180). */
function csv(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const cell = (value: Cell) => (typeof value === 'number' ? String(value) : textCell(value ?? ''));
  return [headings, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

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
      .map(({ what, by, at, reason }) => [
        at,
        `Month ${monthName(month)}`,
        what,
        who(by),
        '',
        '',
        reason,
      ]),
  );
  const rows: Cell[][] = [
    ...given.map((one) => [
      one.at.toISOString(),
      `${plans.get(one.plan_id) ?? one.plan_id}${one.revision_id === null ? '' : `, revision ${one.revision_id}`}`,
      `${one.decision} for ${one.capacity}`,
      who(one.by_id),
      '',
      one.content_hash,
      one.comment,
    ]),
    ...orders.map((one) => [
      one.decided_at?.toISOString() ?? '',
      `Order ${one.number}, ${one.vendor}, ${one.base_micros / 1e6}`,
      one.state === 'refused' ? 'refused' : 'accepted',
      who(one.decided_by),
      who(one.asked_by),
      '',
      one.decision_reason,
    ]),
    ...closes,
  ];
  const headings = ['at', 'what', 'decision', 'by', 'asked_by', 'content_hash', 'reason'];
  return csv(headings, rows.sort(byFirst));
}

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
  const rows = changes.flatMap((change): Cell[][] => {
    const [before, after] = [change.before as LineRow | null, change.after as LineRow | null];
    const plan = plans.get(change.plan_id) as PlanRow;
    const name = after?.name ?? before?.name ?? '';
    const cells =
      before && after
        ? cellsBetween(plan, before, after)
        : [
            {
              label: before === null ? 'added' : 'removed',
              was: before && String(before.total_micros / 1e6),
              now: after && String(after.total_micros / 1e6),
            },
          ];
    const set = [change.at.toISOString(), plan.name, change.change_set_id, change.kind];
    return cells.map(({ label, was, now }) => [
      ...set,
      name,
      label,
      was,
      now,
      who(change.by_id),
      change.reason,
    ]);
  });
  const headings = [
    'at',
    'plan',
    'change_set',
    'kind',
    'line',
    'cell',
    'was',
    'now',
    'by',
    'reason',
  ];
  return csv(headings, rows);
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
  return csv(
    [
      'month',
      'id',
      'kind',
      'number',
      'vendor',
      'day',
      'currency',
      'amount',
      'rate',
      'rate_day',
      'converted',
      'state',
      'reason',
      'part',
      'line',
      'campaign',
      'order',
      'corrects',
      'entered_by',
      'entered_at',
    ],
    rows.map((row) => [
      monthName(row.month),
      row.id,
      row.kind,
      row.number,
      row.vendor,
      formatDay(row.day),
      row.currency,
      row.amount_micros / 1e6,
      row.rate,
      formatDay(row.rate_day),
      row.base_micros / 1e6,
      row.state,
      row.match_reason,
      row.part === null ? null : row.part / 1e6,
      row.line,
      row.campaign_id,
      row.commitment_id,
      row.adjusts,
      who(row.entered_by),
      row.entered_at.toISOString(),
    ]),
  );
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
  return csv(
    [
      'id',
      'number',
      'vendor',
      'day',
      'currency',
      'amount',
      'rate',
      'converted',
      'state',
      'missing',
      'asked_by',
      'asked_at',
      'decided_by',
      'decided_at',
      'closed_by',
      'closed_at',
    ],
    rows.map((row) => [
      row.id,
      row.number,
      row.vendor,
      formatDay(row.day),
      row.currency,
      row.amount_micros / 1e6,
      row.rate,
      row.base_micros / 1e6,
      row.state,
      row.over_micros / 1e6,
      who(row.asked_by),
      row.asked_at.toISOString(),
      who(row.decided_by),
      row.decided_at?.toISOString() ?? '',
      who(row.closed_by),
      row.closed_at?.toISOString() ?? '',
    ]),
  );
}

const byFirst = (a: Cell[], b: Cell[]) => (String(a[0]) < String(b[0]) ? -1 : 1);
