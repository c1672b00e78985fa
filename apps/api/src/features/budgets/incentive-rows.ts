import { MopsError } from '@openmops/domain/shared';
import { type Selectable, sql } from 'kysely';
import type { IncentivePayoutTable, IncentiveTable } from '../../stores/records/client-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { ExpenseRow } from './expense-rows.ts';

export type IncentiveRow = Selectable<IncentiveTable>;
export type PayoutRow = Selectable<IncentivePayoutTable>;

export function incentiveRows(db: Db, workspaceId: string, plan: string): Promise<IncentiveRow[]> {
  return db
    .selectFrom('incentives')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('plan_id', '=', plan)
    .orderBy('day_from')
    .orderBy('id')
    .execute();
}

/** Payouts of incentives, the newest first, with what the books say of each: corrections of its expense count. */
export async function payoutRows(
  db: Db | Trx,
  workspaceId: string,
  incentives: readonly string[],
): Promise<PayoutRow[]> {
  if (incentives.length === 0) return [];
  const rows = await db
    .selectFrom('incentive_payouts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('incentive_id', 'in', [...incentives])
    .orderBy('day', 'desc')
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute();
  const sums = await booksOf(db, workspaceId)
    .select('incentive_payouts.id')
    .select(sql<number>`sum(books.amount_micros)::bigint`.as('micros'))
    .where('incentive_id', 'in', [...incentives])
    .groupBy('incentive_payouts.id')
    .execute();
  const booked = new Map(sums.map(({ id, micros }) => [id, micros]));
  return rows.map((row) => ({ ...row, micros: booked.get(row.id) ?? row.micros }));
}

/** Payouts with their expenses and all that corrects those, which keeps their vendor and number. */
const booksOf = (db: Db | Trx, workspaceId: string) =>
  db
    .selectFrom('incentive_payouts')
    .innerJoin('expenses as paid', (join) =>
      join
        .onRef('paid.workspace_id', '=', 'incentive_payouts.workspace_id')
        .onRef('paid.id', '=', 'incentive_payouts.expense_id'),
    )
    .innerJoin('expenses as books', (join) =>
      join
        .onRef('books.workspace_id', '=', 'paid.workspace_id')
        .onRef('books.vendor_key', '=', 'paid.vendor_key')
        .onRef('books.number_key', '=', 'paid.number_key'),
    )
    .where('incentive_payouts.workspace_id', '=', workspaceId);

/** Refuses to add to what the books have of a payout: only paying looks at the cap. */
export async function refuseMorePay(
  trx: Trx,
  expense: ExpenseRow,
  moreMicros: number,
): Promise<void> {
  if (moreMicros <= 0) return;
  const payout = await booksOf(trx, expense.workspace_id)
    .select('incentive_payouts.id')
    .where('books.id', '=', expense.id)
    .executeTakeFirst();
  if (payout)
    throw new MopsError(
      'INVALID',
      'This is a payout of an incentive: it can only become less.',
      'Pay through the incentive.',
      { status: 422 },
    );
}

/** One incentive, held until the end of the transaction: two payouts wait for each other. */
export async function heldIncentive(
  trx: Trx,
  workspaceId: string,
  id: string,
): Promise<IncentiveRow> {
  const row = await trx
    .selectFrom('incentives')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such incentive.', 'See the incentives.');
}

export const sumOf = (payouts: readonly PayoutRow[]): number =>
  payouts.reduce((all, { micros }) => all + micros, 0);
