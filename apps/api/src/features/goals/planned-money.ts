import type { Db, Trx } from '../../stores/records/records.ts';

/** A piece of planned money, each once: what a line gives a campaign, and what is left of it. */
export type PlannedPiece = {
  id: string;
  /** Of the line. */
  name: string;
  line: string;
  goal: string | null;
  campaign: string | null;
  plannedMicros: number;
};

/** The planned money of a fiscal year: the lines of the scenario that counts, by the campaigns that draw on them. */
export async function plannedMoney(
  db: Db | Trx,
  workspaceId: string,
  fiscalYear: number,
): Promise<PlannedPiece[]> {
  const lines = await db
    .selectFrom('budget_lines')
    .innerJoin('plans', 'plans.scenario_id', 'budget_lines.scenario_id')
    .select([
      'budget_lines.id',
      'budget_lines.name',
      'budget_lines.goal_id',
      'budget_lines.campaign_id',
      'budget_lines.total_micros',
    ])
    .where('budget_lines.workspace_id', '=', workspaceId)
    .where('plans.fiscal_year', '=', fiscalYear)
    .orderBy('budget_lines.position')
    .execute();
  if (lines.length === 0) return [];
  const parts = await db
    .selectFrom('allocations')
    .innerJoin('budget_lines', 'budget_lines.id', 'allocations.line_id')
    .innerJoin('plans', 'plans.scenario_id', 'budget_lines.scenario_id')
    .select(['allocations.line_id', 'allocations.campaign_id', 'allocations.micros'])
    .where('allocations.workspace_id', '=', workspaceId)
    .where('plans.fiscal_year', '=', fiscalYear)
    .orderBy('allocations.campaign_id')
    .execute();
  const partsOf = Map.groupBy(parts, (one) => one.line_id);
  return lines.flatMap((line) => {
    const own = partsOf.get(line.id) ?? [];
    const shared = { name: line.name, line: line.id, goal: line.goal_id };
    const given = own.reduce((sum, one) => sum + one.micros, 0);
    const rest = line.total_micros - given;
    return [
      ...own.map((one) => ({
        ...shared,
        id: `${line.id} ${one.campaign_id}`,
        campaign: one.campaign_id,
        plannedMicros: one.micros,
      })),
      ...(rest > 0
        ? [{ ...shared, id: line.id, campaign: line.campaign_id, plannedMicros: rest }]
        : []),
    ];
  });
}
