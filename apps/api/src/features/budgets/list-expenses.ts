import type { MatchProposal } from '@openmops/domain/budgets';
import { monthName } from '@openmops/domain/budgets';
import { formatDay } from '@openmops/domain/shared';
import { sql } from 'kysely';
import * as z from 'zod';
import type { Db, Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { Id, Month, monthNumber } from './budgets.schema.ts';
import { type ExpenseRow, partsOf } from './expense-rows.ts';
import { Expense, ExpenseState, Expenses } from './expenses.schema.ts';
import { lineRows } from './line-rows.ts';

/** Expenses, the newest day first: of a state, a month, a line, a campaign, or a vendor. */
export const listExpenses = verb({
  name: 'expenses.list',
  permission: 'plans.read',
  kind: 'read',
  input: z
    .strictObject({
      state: ExpenseState.optional(),
      kind: Expense.shape.kind.optional(),
      month: Month.optional(),
      /** The first and the last month. */
      from: Month.optional(),
      to: Month.optional(),
      line: Id.optional(),
      campaign: Id.optional(),
      commitment: Id.optional(),
      vendor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
      offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    })
    .prefault({}),
  output: Expenses,
  async run({ instance, db, workspace }, { limit, offset, ...of }) {
    const { state, kind, month, from, to, vendor } = of;
    const names = await namesOfPeople(instance, workspace.id);
    let rows = db.selectFrom('expenses').where('expenses.workspace_id', '=', workspace.id);
    if (state !== undefined) rows = rows.where('state', '=', state);
    if (kind !== undefined) rows = rows.where('kind', '=', kind);
    if (month !== undefined) rows = rows.where('month', '=', monthNumber(month));
    if (from !== undefined) rows = rows.where('month', '>=', monthNumber(from));
    if (to !== undefined) rows = rows.where('month', '<=', monthNumber(to));
    if (vendor !== undefined) rows = rows.where('vendor', 'ilike', `%${vendor}%`);
    const columns = {
      line: 'line_id',
      campaign: 'campaign_id',
      commitment: 'commitment_id',
    } as const;
    for (const name of ['line', 'campaign', 'commitment'] as const) {
      const id = of[name];
      if (id === undefined) continue;
      rows = rows.where('expenses.id', 'in', (expenses) =>
        expenses
          .selectFrom('expense_parts')
          .select('expense_id')
          .where('workspace_id', '=', workspace.id)
          .where(columns[name], '=', id),
      );
    }
    const { all, micros } = await rows
      .select([
        sql<number>`count(*)::int`.as('all'),
        sql<number>`coalesce(sum(base_micros), 0)::bigint`.as('micros'),
      ])
      .executeTakeFirstOrThrow();
    const found = await rows
      .selectAll('expenses')
      .orderBy('day', 'desc')
      .orderBy('entered_at', 'desc')
      .orderBy('expenses.id')
      .limit(limit)
      .offset(offset)
      .execute();
    return { expenses: await toExpenses(db, found, names), all, money: micros / 1e6 };
  },
});

/** Expenses as they are answered, with the names of what pays for them. */
export async function toExpenses(
  db: Db | Trx,
  rows: readonly ExpenseRow[],
  names: ReadonlyMap<string, string>,
): Promise<Expense[]> {
  const [first] = rows;
  if (!first) return [];
  const workspaceId = first.workspace_id;
  const parts = await partsOf(
    db,
    workspaceId,
    rows.map(({ id }) => id),
  );
  const ids = (column: 'line_id' | 'campaign_id') =>
    [...new Set(parts.map((part) => part[column]))].filter((id) => id !== null);
  const lines = await lineRows(db, workspaceId, ids('line_id'));
  const campaigns = await campaignRows(db, workspaceId, ids('campaign_id'));
  const lineNames = new Map(lines.map(({ id, name }) => [id, name]));
  const campaignNames = new Map(campaigns.map(({ id, name }) => [id, name]));
  const byExpense = Map.groupBy(parts, (part) => part.expense_id);
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    kind: row.kind,
    number: row.number,
    vendor: row.vendor,
    description: row.description,
    day: formatDay(row.day),
    month: monthName(row.month),
    currency: row.currency,
    amount: row.amount_micros / 1e6,
    rate: row.rate,
    rateDay: formatDay(row.rate_day),
    converted: row.base_micros / 1e6,
    glAccount: row.gl_account,
    costCentre: row.cost_centre,
    poNumber: row.po_number,
    campaignCode: row.campaign_code,
    state: row.state,
    reason: row.match_reason,
    adjusts: row.adjusts,
    parts: (byExpense.get(row.id) ?? []).map((part) => ({
      line: part.line_id,
      lineName: part.line_id === null ? null : (lineNames.get(part.line_id) ?? null),
      campaign: part.campaign_id,
      campaignName:
        part.campaign_id === null ? null : (campaignNames.get(part.campaign_id) ?? null),
      commitment: part.commitment_id,
      amount: part.micros / 1e6,
      converted: part.base_micros / 1e6,
    })),
    proposals: row.proposals as MatchProposal[],
    enteredBy: names.get(row.entered_by) ?? 'Somebody who left',
    enteredAt: row.entered_at.toISOString(),
  }));
}
