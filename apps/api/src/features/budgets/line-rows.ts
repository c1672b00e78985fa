import type { Selectable } from 'kysely';
import type { BudgetLineTable } from '../../stores/records/budget-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

export type LineRow = Selectable<BudgetLineTable>;

/** Lines of the scenarios that count, or those of the given ids whatever their scenario. */
export async function lineRows(
  db: Db | Trx,
  workspaceId: string,
  ids?: readonly string[],
): Promise<LineRow[]> {
  if (ids?.length === 0) return [];
  const rows = db
    .selectFrom('budget_lines')
    .selectAll('budget_lines')
    .where('budget_lines.workspace_id', '=', workspaceId)
    .orderBy('budget_lines.position');
  if (ids) return rows.where('budget_lines.id', 'in', [...ids]).execute();
  return rows
    .innerJoin('plans', 'plans.scenario_id', 'budget_lines.scenario_id')
    .where('plans.workspace_id', '=', workspaceId)
    .execute();
}
