import type { Db, Trx } from '../../stores/records/records.ts';

/** An order or invoice as the trace shows it; money in micros of the workspace's currency. */
export type TrailRow = {
  id: string;
  number: string;
  vendor: string;
  day: number;
  baseMicros: number;
  state: string;
  lineIds: string[];
  campaignIds: string[];
  commitmentIds: string[];
};
type Of =
  | { ids: readonly string[] }
  | { lineIds: readonly string[] }
  | { campaignIds: readonly string[] };
type Column = 'id' | 'line_id' | 'campaign_id';
const MOST = 200;

const wanted = (of: Of): [Column, string[]] =>
  'ids' in of
    ? ['id', [...of.ids]]
    : 'lineIds' in of
      ? ['line_id', [...of.lineIds]]
      : ['campaign_id', [...of.campaignIds]];

/** Commitments by id, by the lines they take from, or by the campaigns they are for. */
export async function commitmentTrail(
  db: Db | Trx,
  workspaceId: string,
  of: Of,
): Promise<TrailRow[]> {
  const [column, ids] = wanted(of);
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('commitments')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where(column, 'in', ids)
    .orderBy('day')
    .limit(MOST)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    vendor: row.vendor,
    day: row.day,
    baseMicros: row.base_micros,
    state: row.state,
    lineIds: row.line_id ? [row.line_id] : [],
    campaignIds: row.campaign_id ? [row.campaign_id] : [],
    commitmentIds: [],
  }));
}

/** Invoices by id, by the lines and campaigns that pay for them, or by the commitments they fulfil. */
export async function expenseTrail(
  db: Db | Trx,
  workspaceId: string,
  of: Of | { commitmentIds: readonly string[] },
): Promise<TrailRow[]> {
  const [column, ids] =
    'commitmentIds' in of ? (['commitment_id', [...of.commitmentIds]] as const) : wanted(of);
  if (ids.length === 0) return [];
  let rows = db
    .selectFrom('expenses')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('day')
    .limit(MOST);
  if (column === 'id') rows = rows.where('id', 'in', ids);
  else
    rows = rows.where('id', 'in', ({ selectFrom }) =>
      selectFrom('expense_parts')
        .select('expense_parts.expense_id')
        .where('expense_parts.workspace_id', '=', workspaceId)
        .where(`expense_parts.${column}`, 'in', ids),
    );
  const found = await rows.execute();
  if (found.length === 0) return [];
  const parts = await db
    .selectFrom('expense_parts')
    .select(['expense_id', 'line_id', 'campaign_id', 'commitment_id'])
    .where('workspace_id', '=', workspaceId)
    .where(
      'expense_id',
      'in',
      found.map(({ id }) => id),
    )
    .execute();
  const byExpense = Map.groupBy(parts, ({ expense_id }) => expense_id);
  return found.map((row) => {
    const mine = byExpense.get(row.id) ?? [];
    const distinct = (column: 'line_id' | 'campaign_id' | 'commitment_id') => [
      ...new Set(mine.flatMap((part) => part[column] ?? [])),
    ];
    return {
      id: row.id,
      number: row.number,
      vendor: row.vendor,
      day: row.day,
      baseMicros: row.base_micros,
      state: row.state,
      lineIds: distinct('line_id'),
      campaignIds: distinct('campaign_id'),
      commitmentIds: distinct('commitment_id'),
    };
  });
}

/** Which lines of plans that count pay for which campaigns: by allocation, or as a whole. */
export async function payingLines(
  db: Db | Trx,
  workspaceId: string,
  of:
    | { lineIds: readonly string[] }
    | { campaignIds: readonly string[] }
    | { goalIds: readonly string[] },
): Promise<{ lineId: string; campaignId: string | null }[]> {
  const ids = [...(Object.values(of)[0] as string[])];
  if (ids.length === 0) return [];
  const rows = db
    .selectFrom('budget_lines')
    .innerJoin('plans', 'plans.scenario_id', 'budget_lines.scenario_id')
    .leftJoin('allocations', (join) =>
      join
        .onRef('allocations.line_id', '=', 'budget_lines.id')
        .onRef('allocations.workspace_id', '=', 'budget_lines.workspace_id'),
    )
    .select(['budget_lines.id as lineId'])
    .select(({ fn }) =>
      fn.coalesce('allocations.campaign_id', 'budget_lines.campaign_id').as('campaignId'),
    )
    .where('budget_lines.workspace_id', '=', workspaceId)
    .limit(MOST);
  if ('lineIds' in of) return rows.where('budget_lines.id', 'in', ids).execute();
  if ('goalIds' in of) return rows.where('budget_lines.goal_id', 'in', ids).execute();
  return rows
    .where(({ eb, fn }) =>
      eb(fn.coalesce('allocations.campaign_id', 'budget_lines.campaign_id'), 'in', ids),
    )
    .execute();
}
