import { splitMoney } from '@openmops/domain/money';
import { sql } from 'kysely';
import type { Db, Trx } from '../../stores/records/records.ts';
import { commitmentRests } from './commitment-rest.ts';

/** Money of a campaign in micros of the workspace's currency. */
export type CampaignMoney = {
  campaignId: string;
  /** What lines give it: its allocations, and lines that are wholly for it. */
  plannedMicros: number;
  /** The same as it was locked; null: no line of it is locked. */
  baselineMicros: number | null;
  /** Promised to vendors and not invoiced yet. */
  committedMicros: number;
  /** Booked invoices, credits, accruals and adjustments. */
  actualMicros: number;
  lineIds: string[];
};

/** What campaigns are planned, committed and invoiced at; those that have nothing are 0. */
export async function campaignMoney(
  db: Db | Trx,
  workspaceId: string,
  campaignIds: readonly string[],
): Promise<Map<string, CampaignMoney>> {
  const money = new Map(campaignIds.map((id) => [id, nothing(id)]));
  if (campaignIds.length === 0) return money;
  for (const part of await plannedOf(db, workspaceId, campaignIds)) {
    const one = money.get(part.campaignId);
    if (!one) continue;
    one.plannedMicros += part.micros;
    if (part.baselineMicros !== null)
      one.baselineMicros = (one.baselineMicros ?? 0) + part.baselineMicros;
    one.lineIds.push(part.lineId);
  }
  for (const { campaign_id, micros } of await committedOf(db, workspaceId, campaignIds)) {
    const one = money.get(campaign_id ?? '');
    if (one) one.committedMicros += micros;
  }
  const actual = await db
    .selectFrom('expense_parts')
    .select(['campaign_id', sql<number>`sum(base_micros)::bigint`.as('micros')])
    .where('workspace_id', '=', workspaceId)
    .where('campaign_id', 'in', [...campaignIds])
    .groupBy('campaign_id')
    .execute();
  for (const { campaign_id, micros } of actual) {
    const one = money.get(campaign_id ?? '');
    if (one) one.actualMicros += micros;
  }
  return money;
}

type Planned = {
  campaignId: string;
  lineId: string;
  micros: number;
  baselineMicros: number | null;
};

async function plannedOf(
  db: Db | Trx,
  workspaceId: string,
  campaignIds: readonly string[],
): Promise<Planned[]> {
  const allocated = await db
    .selectFrom('allocations')
    .innerJoin('budget_lines', 'budget_lines.id', 'allocations.line_id')
    .innerJoin('plans', 'plans.scenario_id', 'budget_lines.scenario_id')
    .select([
      'allocations.line_id',
      'allocations.campaign_id',
      'allocations.micros',
      'budget_lines.total_micros',
      'budget_lines.baseline',
      'plans.currency',
    ])
    .where('allocations.workspace_id', '=', workspaceId)
    .where('allocations.campaign_id', 'in', [...campaignIds])
    .execute();
  const whole = await db
    .selectFrom('budget_lines')
    .innerJoin('plans', 'plans.scenario_id', 'budget_lines.scenario_id')
    .leftJoin('allocations', 'allocations.line_id', 'budget_lines.id')
    .select([
      'budget_lines.id',
      'budget_lines.campaign_id',
      'budget_lines.total_micros',
      'budget_lines.baseline',
    ])
    .where('budget_lines.workspace_id', '=', workspaceId)
    .where('budget_lines.campaign_id', 'in', [...campaignIds])
    .where('allocations.line_id', 'is', null)
    .execute();
  return [
    ...allocated.map((row) => ({
      campaignId: row.campaign_id,
      lineId: row.line_id,
      micros: row.micros,
      baselineMicros:
        row.baseline === null ? null : baselinePart({ ...row, baseline: row.baseline }),
    })),
    ...whole.map((row) => ({
      campaignId: row.campaign_id ?? '',
      lineId: row.id,
      micros: row.total_micros,
      baselineMicros: row.baseline === null ? null : sum(row.baseline),
    })),
  ];
}

/** The part of a locked line in the proportion in which it is allocated now, to the cent. */
function baselinePart(row: {
  micros: number;
  total_micros: number;
  baseline: number[];
  currency: string;
}): number {
  const rest = row.total_micros - row.micros;
  if (row.micros === 0) return 0;
  const weights = [row.micros, Math.max(0, rest)];
  return splitMoney({ totalMicros: sum(row.baseline), weights, currency: row.currency })[0] ?? 0;
}

/** What of open commitments is not invoiced yet, by campaign. */
async function committedOf(db: Db | Trx, workspaceId: string, campaignIds: readonly string[]) {
  const rests = await commitmentRests(db, workspaceId);
  const rows = await db
    .selectFrom('commitments')
    .select(['id', 'campaign_id'])
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'open')
    .where('campaign_id', 'in', [...campaignIds])
    .execute();
  return rows.map(({ id, campaign_id }) => ({
    campaign_id,
    micros: rests.get(id)?.baseRestMicros ?? 0,
  }));
}

const sum = (months: readonly number[]) => months.reduce((all, one) => all + one, 0);

const nothing = (campaignId: string): CampaignMoney => ({
  campaignId,
  plannedMicros: 0,
  baselineMicros: null,
  committedMicros: 0,
  actualMicros: 0,
  lineIds: [],
});
