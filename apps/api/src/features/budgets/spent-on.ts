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
  const [parts, campaigns, goals, links, paying] = await Promise.all([
    partsOf(ctx, plan),
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
  // As for lines: a month with an invoice counts the invoice alone.
  const invoiced = new Set(parts.map(({ campaignId, month }) => `${campaignId} ${month}`));
  for (const { campaignId, month, micros } of spend)
    if (campaignId !== null && !paid.has(campaignId) && !invoiced.has(`${campaignId} ${month}`))
      add({ campaignId, lineId: null, micros });
  // Also where the budget counts nothing of it, because the money was invoiced.
  for (const campaignId of [...untracked.keys(), ...late.keys()])
    add({ campaignId, lineId: null, micros: 0 });
  for (const one of all.values()) {
    if (one.kind !== 'campaign') continue;
    one.withoutLinkMicros = untracked.get(one.id) ?? 0;
    one.afterEndMicros = late.get(one.id) ?? 0;
  }
  const isKnown = (part: Pick<Piece, 'campaignId' | 'lineId'>) =>
    byCampaign.has(part.campaignId ?? '') || byLine.has(part.lineId ?? '');
  return [...all.values(), ...(await looseOf(ctx, plan, isKnown)), ...unmapped(spend, plan)];
}

const nameOf = (source: string, campaign: string) => `${source} ${campaign}`;
type Piece = { campaignId: string | null; lineId: string | null; micros: number };
const NOTHING = { spentMicros: 0, withoutGoalMicros: 0, withoutLinkMicros: 0, afterEndMicros: 0 };

/** Booked parts of a year by line, campaign and month. */
async function partsOf(
  { db, workspace }: Context<'read'>,
  plan: PlanRow,
): Promise<(Piece & { month: number })[]> {
  return db
    .selectFrom('expense_parts')
    .select(['line_id as lineId', 'campaign_id as campaignId', 'month'])
    .select(({ fn }) => fn.sum<number>('base_micros').as('micros'))
    .where('workspace_id', '=', workspace.id)
    .where('month', '>=', plan.first_month)
    .where('month', '<=', plan.first_month + 11)
    .groupBy(['line_id', 'campaign_id', 'month'])
    .execute()
    .then((rows) => rows.map((row) => ({ ...row, micros: Number(row.micros) })));
}

/**
 * Booked without a campaign and a line of this plan, by vendor: invoices of which no part is matched, and parts that
 * an order of another year pays. Whoever entered the newest can say what they are for.
 */
async function looseOf(
  { db, workspace }: Context<'read'>,
  plan: PlanRow,
  isKnown: (part: Pick<Piece, 'campaignId' | 'lineId'>) => boolean,
): Promise<Spent[]> {
  const booked = db
    .selectFrom('expenses')
    .leftJoin('expense_parts as part', (join) =>
      join
        .onRef('part.workspace_id', '=', 'expenses.workspace_id')
        .onRef('part.expense_id', '=', 'expenses.id'),
    )
    .where('expenses.workspace_id', '=', workspace.id)
    .where('expenses.month', '>=', plan.first_month)
    .where('expenses.month', '<=', plan.first_month + 11);
  const [sums, newest] = await Promise.all([
    booked
      .select(['vendor_key as vendor', 'part.line_id as lineId', 'part.campaign_id as campaignId'])
      .select(({ fn }) =>
        fn.sum<number>(fn.coalesce('part.base_micros', 'expenses.base_micros')).as('micros'),
      )
      .groupBy(['vendor_key', 'part.line_id', 'part.campaign_id'])
      .execute(),
    booked
      .select(['vendor_key as key', 'vendor as name', 'entered_by as ownerId'])
      .distinctOn('vendor_key')
      .orderBy('vendor_key')
      .orderBy('day', 'desc')
      .orderBy('expenses.id')
      .execute(),
  ]);
  const spent = new Map<string, number>();
  for (const { vendor, micros, ...part } of sums)
    if (!isKnown(part)) spent.set(vendor, (spent.get(vendor) ?? 0) + Number(micros));
  return newest.flatMap(({ key, name, ownerId }) => {
    const micros = spent.get(key);
    if (micros === undefined) return [];
    const one = { ...NOTHING, spentMicros: micros, withoutGoalMicros: micros };
    return [{ ...one, kind: 'vendor' as const, id: key, name, ownerId }];
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
    const all = rows.map((row) => ({ ...row, end: ends.get(row.campaignId ?? '') ?? 0 }));
    for (const asked of Map.groupBy(all, (row) => row.source).values())
      for (let at = 0; at < asked.length; at += AT_ONCE)
        for (const one of await byDay(ctx, asked.slice(at, at + AT_ONCE)))
          add(one.campaignId, one.micros);
  }
  return late;
}

/** Campaigns of one source whose days of a month are fewer rows than an answer may have. */
const AT_ONCE = 100;

/** What is reported after an end within its month, of one source. */
async function byDay(
  { instance, workspace, requestId }: Context<'read'>,
  rows: readonly (MappedSpend & { end: number })[],
): Promise<{ campaignId: string; micros: number }[]> {
  const first = Math.min(...rows.map(({ end }) => end)) + 1;
  const last = lastDay(monthOf(first - 1).month);
  if (first > last) return [];
  const answer = await readKpi.call(
    { instance, actor: { kind: 'system' }, workspace, requestId },
    {
      kpis: ['spend'],
      from: formatDay(first),
      to: formatDay(last),
      by: ['source', 'campaign'],
      grain: 'day',
      limit: 5000,
      filters: [
        { dim: 'source', op: 'in', values: [...new Set(rows.map((row) => row.source))] },
        { dim: 'campaign', op: 'in', values: [...new Set(rows.map((row) => row.campaign))] },
      ],
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
