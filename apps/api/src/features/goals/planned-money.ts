import { dayInZone } from '@openmops/domain/calendar';
import { type Day, formatDay } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { Context } from '../../verb.ts';
import { converter } from '../budgets/convert-on.ts';

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

/** The planned money of a fiscal year in the currency of its plan: the lines of the scenario that counts, by the campaigns that draw on them. */
async function plannedMoney(
  db: Db | Trx,
  workspaceId: string,
  fiscalYear: number,
): Promise<{ currency: string | null; pieces: PlannedPiece[] }> {
  const lines = await db
    .selectFrom('budget_lines')
    .innerJoin('plans', 'plans.scenario_id', 'budget_lines.scenario_id')
    .select([
      'budget_lines.id',
      'budget_lines.name',
      'budget_lines.goal_id',
      'budget_lines.campaign_id',
      'budget_lines.total_micros',
      'plans.currency',
    ])
    .where('budget_lines.workspace_id', '=', workspaceId)
    .where('plans.fiscal_year', '=', fiscalYear)
    .orderBy('budget_lines.position')
    .execute();
  const currency = lines[0]?.currency ?? null;
  if (lines.length === 0) return { currency, pieces: [] };
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
  const pieces = lines.flatMap((line) => {
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
  return { currency, pieces };
}

/** Planned money in the workspace's currency, and the rate it was converted at; null: it is of that currency. */
export type PlannedMoney = {
  currency: string;
  pieces: PlannedPiece[];
  rate: { from: string; rate: number; day: string } | null;
};

/**
 * The same in the workspace's currency, at the rate of the first day of the year, or of today before it. Without a
 * rate it stays in the currency of its plan.
 */
export async function plannedIn(
  { db, workspace, now }: Pick<Context<'read'>, 'db' | 'workspace' | 'now'>,
  year: { fiscalYear: number; from: Day },
): Promise<PlannedMoney> {
  const { currency, pieces } = await plannedMoney(db, workspace.id, year.fiscalYear);
  if (currency === null || currency === workspace.currency)
    return { currency: workspace.currency, pieces, rate: null };
  const day = Math.min(year.from, dayInZone(now, workspace.timeZone));
  const convert = await converter(db, workspace, { from: day, to: day });
  const unit = convert({ currency, day, micros: 1_000_000 });
  if (!unit) return { currency, pieces, rate: null };
  const rate = { from: currency, rate: unit.rate, day: formatDay(unit.rateDay) };
  const inOwn = pieces.map((one) => ({
    ...one,
    plannedMicros: convert({ currency, day, micros: one.plannedMicros })?.baseMicros ?? 0,
  }));
  return { currency: workspace.currency, pieces: inOwn, rate };
}
