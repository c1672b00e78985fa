import { monthName } from '@openmops/domain/budgets';
import { MopsError } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';

/** Months that finance has closed, as month numbers. */
export async function closedMonths(
  db: Db | Trx,
  workspaceId: string,
): Promise<ReadonlySet<number>> {
  const rows = await db
    .selectFrom('budget_months')
    .select('month')
    .where('workspace_id', '=', workspaceId)
    .where('closed', '=', true)
    .execute();
  return new Set(rows.map(({ month }) => month));
}

/** Refuses what would change a closed month (423). */
export function mustBeOpen(month: number, closed: ReadonlySet<number>): void {
  if (!closed.has(month)) return;
  const name = monthName(month);
  throw new MopsError(
    'LOCKED',
    `${name} is closed.`,
    'Book an adjustment, which goes to the next open month, or have the month reopened.',
    { month: name },
  );
}
