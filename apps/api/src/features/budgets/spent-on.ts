import type { SpentOn } from '@openmops/domain/budgets';
import { lastDay, monthOf } from '@openmops/domain/calendar';
import { auditLinks } from '@openmops/domain/links/audit';
import { formatDay, parseDay } from '@openmops/domain/shared';
import type { Context } from '../../verb.ts';
import { type CampaignRef, campaignRows } from '../campaigns/campaign-rows.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { linkRows } from '../links/link-rows.ts';
import { payingLines, planMoney } from './plan-money.ts';
import type { PlanRow } from './plans.queries.ts';
import type { MappedSpend } from './platform-spend.ts';
import { spendFor } from './read-plan.ts';

/** What a thing has cost, and who can end it. */
export type Spent = SpentOn & { name: string; ownerId: string | null };

/**
 * What a year's money went to: campaigns, lines, invoices of neither, and names that only platforms know. Invoices and
 * what platforms report count as in the budget, and beside it what has no line there.
 */
export async function spentOn(ctx: Context<'read'>, plan: PlanRow): Promise<Spent[]> {
  const { db, workspace } = ctx;
  const spend = await spendFor(ctx, plan);
  const found = await planMoney(db, plan, spend);
  const [parts, loose, campaigns, goals, links, paying] = await Promise.all([
    partsOf(ctx, plan),
    looseOf(ctx, plan),
    campaignRows(db, workspace.id),
    goalRows(db, workspace.id),
    linkRows(db, workspace.id),
    payingLines(db, plan, found.lines),
  ]);
  const late = await afterEnds(ctx, { plan, spend, campaigns });
  const untracked = untrackedOf(spend, links);
  const standing = new Set(
    goals.filter((one) => !one.archived && !one.objective_archived).map(({ id }) => id),
  );
  const byCampaign = new Map(campaigns.map((one) => [one.id, one]));
  const byLine = new Map(found.lines.map((one) => [one.id, one]));
  const paid = new Set(paying.map(({ campaignId }) => campaignId));
  const all = new Map<string, Spent>();

  const add = (of: Piece) => {
    const campaign = byCampaign.get(of.campaignId ?? '');
    const line = byLine.get(of.lineId ?? '');
    const thing = campaign ?? line;
    if (!thing) return;
    const kind = campaign ? 'campaign' : 'line';
    const key = `${kind} ${thing.id}`;
    const one = all.get(key) ?? {
      ...{ ...NOTHING, kind, id: thing.id, name: thing.name },
      ownerId: campaign ? campaign.owner : (line?.changed_by ?? null),
    };
    const goal = [line?.goal_id, campaign?.goal_id].some((id) => id && standing.has(id));
    one.spentMicros += of.micros;
    if (!goal) one.withoutGoalMicros += of.micros;
    all.set(key, one);
  };
  for (const part of parts) add(part);
  for (const part of found.reported.counted) add(part);
  for (const { campaignId, micros } of spend)
    if (campaignId !== null && !paid.has(campaignId)) add({ campaignId, lineId: null, micros });
  // Also where the budget counts nothing of it, because the money was invoiced.
  for (const campaignId of [...untracked.keys(), ...late.keys()])
    add({ campaignId, lineId: null, micros: 0 });
  for (const one of all.values()) {
    if (one.kind !== 'campaign') continue;
    one.withoutLinkMicros = untracked.get(one.id) ?? 0;
    one.afterEndMicros = late.get(one.id) ?? 0;
  }
  return [...all.values(), ...loose, ...unmapped(spend, plan)];
}

const nameOf = (source: string, campaign: string) => `${source} ${campaign}`;
type Piece = { campaignId: string | null; lineId: string | null; micros: number };
const NOTHING = { spentMicros: 0, withoutGoalMicros: 0, withoutLinkMicros: 0, afterEndMicros: 0 };

/** Booked parts of a year by line and campaign. */
async function partsOf({ db, workspace }: Context<'read'>, plan: PlanRow): Promise<Piece[]> {
  return db
    .selectFrom('expense_parts')
    .select(['line_id as lineId', 'campaign_id as campaignId'])
    .select(({ fn }) => fn.sum<number>('base_micros').as('micros'))
    .where('workspace_id', '=', workspace.id)
    .where('month', '>=', plan.first_month)
    .where('month', '<=', plan.first_month + 11)
    .groupBy(['line_id', 'campaign_id'])
    .execute()
    .then((rows) => rows.map((row) => ({ ...row, micros: Number(row.micros) })));
}

/** Booked without a line and a campaign, by vendor; whoever entered the newest can say what they are for. */
async function looseOf({ db, workspace }: Context<'read'>, plan: PlanRow): Promise<Spent[]> {
  const rows = await db
    .selectFrom('expenses')
    .select(['vendor', 'vendor_key', 'base_micros', 'entered_by'])
    .where('workspace_id', '=', workspace.id)
    .where('month', '>=', plan.first_month)
    .where('month', '<=', plan.first_month + 11)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('expense_parts as part')
            .select('part.expense_id')
            .whereRef('part.workspace_id', '=', 'expenses.workspace_id')
            .whereRef('part.expense_id', '=', 'expenses.id'),
        ),
      ),
    )
    .orderBy('day', 'desc')
    .orderBy('id')
    .execute();
  return [...Map.groupBy(rows, (row) => row.vendor_key)].flatMap(([id, [newest, ...rest]]) => {
    if (!newest) return [];
    const micros = [newest, ...rest].reduce((sum, one) => sum + one.base_micros, 0);
    const spent = { ...NOTHING, spentMicros: micros, withoutGoalMicros: micros };
    return [{ ...spent, kind: 'vendor', id, name: newest.vendor, ownerId: newest.entered_by }];
  });
}

/** Names of platforms that are no campaign, of whoever made the plan. */
function unmapped(spend: readonly MappedSpend[], plan: PlanRow): Spent[] {
  const open = spend.filter(({ campaignId }) => campaignId === null);
  const names = Map.groupBy(open, ({ source, campaign }) => nameOf(source, campaign));
  return [...names].flatMap(([id, [first, ...rest]]) => {
    if (!first) return [];
    const spentMicros = [first, ...rest].reduce((sum, { micros }) => sum + micros, 0);
    const name = `${first.campaign || 'No name'}, ${first.source}`;
    return [{ ...NOTHING, kind: 'name', id, name, spentMicros, ownerId: plan.created_by }];
  });
}

/** Campaign → what platforms report for it without a link of it for them, as the audit of links counts it. */
function untrackedOf(
  spend: readonly MappedSpend[],
  links: Parameters<typeof auditLinks>[0]['links'],
): Map<string, number> {
  const owner = new Map(
    spend.map(({ source, campaign, campaignId }) => [nameOf(source, campaign), campaignId]),
  );
  const sums = Map.groupBy(spend, ({ source, campaign }) => nameOf(source, campaign));
  const { withoutLink } = auditLinks({
    links,
    spend: [...sums.values()].flatMap(([first, ...rest]) =>
      first
        ? [
            {
              source: first.source,
              campaign: first.campaign || null,
              spendMicros: [first, ...rest].reduce((sum, { micros }) => sum + micros, 0),
            },
          ]
        : [],
    ),
  });
  const found = new Map<string, number>();
  for (const { source, campaign, spendMicros } of withoutLink) {
    const id = owner.get(nameOf(source, campaign ?? ''));
    if (id) found.set(id, (found.get(id) ?? 0) + spendMicros);
  }
  return found;
}

type Ends = { plan: PlanRow; spend: readonly MappedSpend[]; campaigns: readonly CampaignRef[] };

/**
 * Campaign → what platforms report for days after its end. Invoices are left out: they come after the end by nature.
 * Whole months are known by their sums; only the month of an end is asked for by day.
 */
async function afterEnds(ctx: Context<'read'>, of: Ends): Promise<Map<string, number>> {
  const ends = new Map(of.campaigns.map((one) => [one.id, one.day_to]));
  const late = new Map<string, number>();
  const add = (id: string, micros: number) => late.set(id, (late.get(id) ?? 0) + micros);
  const halves = new Map<number, MappedSpend[]>();
  for (const one of of.spend) {
    const end = ends.get(one.campaignId ?? '') ?? null;
    if (one.campaignId === null || end === null) continue;
    const { month } = monthOf(end);
    if (one.month > month) add(one.campaignId, one.micros);
    if (one.month === month) halves.set(month, [...(halves.get(month) ?? []), one]);
  }
  for (const rows of halves.values()) {
    const asked = rows.map((row) => ({ ...row, end: ends.get(row.campaignId ?? '') ?? 0 }));
    for (const { campaignId, micros } of await byDay(ctx, asked)) add(campaignId, micros);
  }
  return late;
}

/** What is reported after an end within its month. */
async function byDay(
  { instance, actor, workspace, requestId }: Context<'read'>,
  rows: readonly (MappedSpend & { end: number })[],
): Promise<{ campaignId: string; micros: number }[]> {
  const first = Math.min(...rows.map(({ end }) => end)) + 1;
  const last = lastDay(monthOf(first - 1).month);
  if (first > last) return [];
  const answer = await readKpi.call(
    { instance, actor, workspace, requestId },
    {
      kpis: ['spend'],
      from: formatDay(first),
      to: formatDay(last),
      by: ['source', 'campaign'],
      grain: 'day',
      limit: 5000,
      filters: [{ dim: 'campaign', op: 'in', values: [...new Set(rows.map((r) => r.campaign))] }],
    },
  );
  const known = new Map(rows.map((row) => [nameOf(row.source, row.campaign), row]));
  return answer.rows.flatMap(({ dims, from, values }) => {
    const row = known.get(nameOf(dims.source ?? '', dims.campaign ?? ''));
    const day = parseDay(from);
    const value = values.spend;
    if (!row?.campaignId || day === null || typeof value !== 'number' || day <= row.end) return [];
    return [{ campaignId: row.campaignId, micros: Math.round(value * 1e6) }];
  });
}
