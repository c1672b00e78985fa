import { type PartWish, splitExpense } from '@openmops/domain/budgets';
import { MopsError } from '@openmops/domain/shared';
import type { Selectable } from 'kysely';
import type { ExpensePartTable, ExpenseTable } from '../../stores/records/budget-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

export type ExpenseRow = Selectable<ExpenseTable>;
export type PartRow = Selectable<ExpensePartTable>;
/** Who pays a part of an expense. */
export type Receiver = {
  line_id: string | null;
  campaign_id: string | null;
  commitment_id: string | null;
};

const ROWS_PER_STATEMENT = 1000;

/** One expense, held for a change. */
export async function oneExpense(trx: Trx, workspaceId: string, id: string): Promise<ExpenseRow> {
  const row = await trx
    .selectFrom('expenses')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such expense.', 'See the list of expenses.');
}

export function partsOf(db: Db | Trx, workspaceId: string, ids: readonly string[]) {
  if (ids.length === 0) return Promise.resolve<PartRow[]>([]);
  return db
    .selectFrom('expense_parts')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('expense_id', 'in', [...ids])
    .orderBy('expense_id')
    .orderBy('position')
    .execute();
}

export async function addExpenses(trx: Trx, rows: readonly ExpenseRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT)
    await trx
      .insertInto('expenses')
      .values(
        rows
          .slice(at, at + ROWS_PER_STATEMENT)
          .map((row) => ({ ...row, proposals: JSON.stringify(row.proposals) })),
      )
      .execute();
}

export async function addParts(trx: Trx, rows: readonly PartRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT)
    await trx
      .insertInto('expense_parts')
      .values(rows.slice(at, at + ROWS_PER_STATEMENT))
      .execute();
}

/** The parts of an expense for their receivers; together they are the expense, to the cent. */
export function partsFor(
  expense: ExpenseRow,
  wishes: readonly (Receiver & { wish: PartWish })[],
): PartRow[] {
  const money = splitExpense(
    {
      micros: expense.amount_micros,
      baseMicros: expense.base_micros,
      currency: expense.currency,
    },
    wishes.map(({ wish }) => wish),
  );
  return wishes.map(({ line_id, campaign_id, commitment_id }, position) => ({
    workspace_id: expense.workspace_id,
    expense_id: expense.id,
    position,
    month: expense.month,
    line_id,
    campaign_id,
    commitment_id,
    micros: money[position]?.micros ?? 0,
    base_micros: money[position]?.baseMicros ?? 0,
  }));
}

/** Puts other parts in the place of those that are there. */
export async function replaceParts(
  trx: Trx,
  expense: ExpenseRow,
  parts: readonly PartRow[],
): Promise<void> {
  await trx
    .deleteFrom('expense_parts')
    .where('workspace_id', '=', expense.workspace_id)
    .where('expense_id', '=', expense.id)
    .execute();
  await addParts(trx, parts);
}

/** What changes of an expense beside its version. */
export async function saveExpense(
  trx: Trx,
  expense: ExpenseRow,
  { by, now, set }: { by: string; now: number; set: Partial<ExpenseRow> },
): Promise<void> {
  const { proposals, ...rest } = set;
  await trx
    .updateTable('expenses')
    .set({
      ...rest,
      ...(proposals === undefined ? {} : { proposals: JSON.stringify(proposals) }),
      version: expense.version + 1,
      changed_by: by,
      changed_at: new Date(now),
    })
    .where('workspace_id', '=', expense.workspace_id)
    .where('id', '=', expense.id)
    .execute();
}
