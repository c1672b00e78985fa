import { type BudgetSum, type SpreadSpend, spreadSpend, sumBudget } from '@openmops/domain/budgets';
import { sql } from 'kysely';
import type { Db, Trx } from '../../stores/records/records.ts';
import { allocationsOf } from './allocate.ts';
import { commitmentRests } from './commitment-rest.ts';
import type { LineRow } from './line-rows.ts';
import { linesOf } from './lines.queries.ts';
import type { PlanRow } from './plans.queries.ts';
import type { MappedSpend } from './platform-spend.ts';

/** What of a plan is planned, promised and spent, in micros. */
export type PlanMoney = {
  lines: LineRow[];
  /** Line → twelve months of booked expenses. */
  invoiced: Map<string, number[]>;
  /** Line → twelve months of what platforms report, where that counts. */
  platform: Map<string, number[]>;
  /** Line → what is promised and not invoiced. */
  committed: Map<string, number>;
  /** Without a line of this plan. */
  loose: { actualMicros: number; committedMicros: number };
  /** Booked without a line, by month. */
  looseMonths: number[];
  reported: {
    countedMicros: number;
    replacedMicros: number;
    withoutLineMicros: number;
    /** What of it counts as actual spend. */
    counted: SpreadSpend['counted'];
  };
  sum: BudgetSum;
};

/** Adds up a plan. `spend`: what platforms report for its campaigns; left out where no line counts that. */
export async function planMoney(
  db: Db | Trx,
  plan: PlanRow,
  spend: readonly MappedSpend[] = [],
): Promise<PlanMoney> {
  const lines = await linesOf(db, plan, plan.scenario_id);
  const { invoiced, loose: looseMonths } = await invoicedOf(db, plan, lines);
  const { committed, looseCommittedMicros } = await committedOf(db, plan, lines);
  const spread = await platformByLine(db, {
    ...{ plan, lines, spend },
    invoiced: (line, month) => (invoiced.get(line)?.[month - plan.first_month] ?? 0) !== 0,
  });
  const platform = new Map<string, number[]>();
  for (const { lineId, month, micros } of spread.counted)
    addTo(platform, lineId, { place: month - plan.first_month, micros });
  const all = (months: readonly number[] | undefined) => months?.reduce((a, b) => a + b, 0) ?? 0;
  const loose = { actualMicros: all(looseMonths), committedMicros: looseCommittedMicros };
  const sum = sumBudget({
    totalMicros: plan.total_micros ?? 0,
    lines: lines.map((line) => ({
      plannedMicros: line.total_micros,
      actualMicros: all(invoiced.get(line.id)) + all(platform.get(line.id)),
      committedMicros: committed.get(line.id) ?? 0,
    })),
    loose,
  });
  const { counted, replacedMicros, withoutLineMicros } = spread;
  const countedMicros = counted.reduce((total, one) => total + one.micros, 0);
  const reported = { countedMicros, replacedMicros, withoutLineMicros, counted };
  return { lines, invoiced, platform, committed, loose, looseMonths, reported, sum };
}

type Reported = {
  plan: PlanRow;
  lines: readonly LineRow[];
  spend: readonly MappedSpend[];
  invoiced: (lineId: string, month: number) => boolean;
};

/** What platforms report, as actual spend of the lines that count it. */
export async function platformByLine(db: Db | Trx, reported: Reported): Promise<SpreadSpend> {
  const { plan, lines, spend, invoiced } = reported;
  return spreadSpend({
    spend: spend.flatMap(({ campaignId, month, micros }) =>
      campaignId === null ? [] : [{ campaignId, month, micros }],
    ),
    lines: await payingLines(db, plan, lines),
    invoiced,
  });
}

/** Which line pays for which campaign: by allocation, or as a whole. */
export async function payingLines(db: Db | Trx, plan: PlanRow, lines: readonly LineRow[]) {
  const platform = new Map(lines.map((line) => [line.id, line.actual_from === 'platform']));
  const allocated = await allocationsOf(db, plan);
  const divided = new Set(allocated.map((one) => one.line_id));
  return [
    ...allocated.map((one) => ({
      lineId: one.line_id,
      campaignId: one.campaign_id,
      micros: one.micros,
      platform: platform.get(one.line_id) ?? false,
    })),
    ...lines.flatMap(({ id, campaign_id, total_micros: micros, actual_from }) =>
      campaign_id === null || divided.has(id)
        ? []
        : [{ lineId: id, campaignId: campaign_id, micros, platform: actual_from === 'platform' }],
    ),
  ];
}

/** Booked expenses of the fiscal year by line and month, and those without a line. */
async function invoicedOf(db: Db | Trx, plan: PlanRow, lines: readonly LineRow[]) {
  const [from, to] = [plan.first_month, plan.first_month + 11];
  const known = new Set(lines.map(({ id }) => id));
  const whole = await db
    .selectFrom('expenses')
    .select(['month', sql<number>`sum(base_micros)::bigint`.as('micros')])
    .where('workspace_id', '=', plan.workspace_id)
    .where('month', '>=', from)
    .where('month', '<=', to)
    .groupBy('month')
    .execute();
  const parts = await db
    .selectFrom('expense_parts')
    .select(['line_id', 'month', sql<number>`sum(base_micros)::bigint`.as('micros')])
    .where('workspace_id', '=', plan.workspace_id)
    .where('month', '>=', from)
    .where('month', '<=', to)
    .where('line_id', 'is not', null)
    .groupBy(['line_id', 'month'])
    .execute();
  const invoiced = new Map<string, number[]>();
  const loose = Array<number>(12).fill(0);
  for (const { month, micros } of whole) loose[month - from] = micros;
  for (const { line_id, month, micros } of parts) {
    if (line_id === null || !known.has(line_id)) continue;
    addTo(invoiced, line_id, { place: month - from, micros });
    loose[month - from] = (loose[month - from] ?? 0) - micros;
  }
  return { invoiced, loose };
}

/** What of open commitments is not invoiced yet. */
async function committedOf(db: Db | Trx, plan: PlanRow, lines: readonly LineRow[]) {
  const rests = await commitmentRests(db, plan.workspace_id, plan.id);
  const rows = await db
    .selectFrom('commitments')
    .select(['id', 'line_id'])
    .where('workspace_id', '=', plan.workspace_id)
    .where('plan_id', '=', plan.id)
    .where('state', '=', 'open')
    .execute();
  const known = new Set(lines.map(({ id }) => id));
  const committed = new Map<string, number>();
  let looseCommittedMicros = 0;
  for (const { id, line_id } of rows) {
    const micros = rests.get(id)?.baseRestMicros ?? 0;
    if (line_id !== null && known.has(line_id))
      committed.set(line_id, (committed.get(line_id) ?? 0) + micros);
    else looseCommittedMicros += micros;
  }
  return { committed, looseCommittedMicros };
}

function addTo(
  sums: Map<string, number[]>,
  id: string,
  { place, micros }: { place: number; micros: number },
): void {
  const months = sums.get(id) ?? Array<number>(12).fill(0);
  months[place] = (months[place] ?? 0) + micros;
  sums.set(id, months);
}
