import { type CampaignBook, type FoundCampaign, findCampaign } from '@openmops/domain/budgets';
import { firstDay, monthOf } from '@openmops/domain/calendar';
import { formatDay, MopsError, parseDay } from '@openmops/domain/shared';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { Context } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { assignedNames } from '../links/assigned-names.ts';
import { linkRows } from '../links/link-rows.ts';

/** Spend of a month as a platform reports it, and which campaign it is. */
export type MappedSpend = FoundCampaign & {
  source: string;
  /** As the facts have it; empty: without one. */
  campaign: string;
  month: number;
  micros: number;
};

const SPEND = 'spend';
const MOST_ROWS = 5000;

/** What platforms report for a run of days, each name with its campaign and the reason. Closed months are as they were closed. */
export async function platformSpend(
  ctx: Context<'read' | 'long'>,
  days: { from: number; to: number },
): Promise<MappedSpend[]> {
  const { db, workspace } = ctx;
  const kept = await keptSpend(db, workspace.id, wholeMonths(days));
  const open = (await reportedSpend(ctx, days)).filter(({ month }) => !kept.closed.has(month));
  const book = await campaignBook(db, workspace.id);
  const found = new Map<string, FoundCampaign>();
  return [...kept.spend, ...open].map((one) => {
    const key = JSON.stringify([one.source, one.campaign]);
    const known = found.get(key) ?? findCampaign(one, book);
    found.set(key, known);
    return { ...one, ...known };
  });
}

export type ReportedMonth = { source: string; campaign: string; month: number; micros: number };

/**
 * Spend of the facts by source, campaign and month, in the workspace's currency; in pieces where there is more of it
 * than an answer holds. LIMIT for a month of its own with more campaigns than that.
 */
export async function reportedSpend(
  ctx: Context<'read' | 'long'>,
  { from, to }: { from: number; to: number },
): Promise<ReportedMonth[]> {
  const { instance, workspace, requestId } = ctx;
  const answer = await readKpi.call(
    // Who may see plans may see their money, also with a key for plans alone.
    { instance, actor: { kind: 'system' }, workspace, requestId },
    {
      kpis: [SPEND],
      from: formatDay(from),
      to: formatDay(to),
      by: ['source', 'campaign'],
      grain: 'month',
      limit: MOST_ROWS,
    },
  );
  if (answer.notes.some(({ code }) => code === 'limited')) {
    const [first, last] = [monthOf(from).month, monthOf(to).month];
    if (first === last) throw tooMany(first);
    const middle = firstDay(Math.ceil((first + last) / 2));
    const halves = [
      { from, to: middle - 1 },
      { from: middle, to },
    ];
    return (await Promise.all(halves.map((half) => reportedSpend(ctx, half)))).flat();
  }
  return answer.rows.flatMap(({ dims, from: day, values }) => {
    const value = values[SPEND];
    const first = parseDay(day);
    if (typeof value !== 'number' || value === 0 || first === null) return [];
    return [
      {
        source: dims.source ?? '',
        campaign: dims.campaign ?? '',
        month: monthOf(first).month,
        micros: Math.round(value * 1e6),
      },
    ];
  });
}

const tooMany = (month: number) =>
  new MopsError(
    'LIMIT',
    `More than ${MOST_ROWS.toLocaleString('en')} campaigns have spend in the month of ${formatDay(firstDay(month))}.`,
    'Give the small ones of a platform one name when you import them.',
  );

/** The first and the last month that lie wholly in a run of days. */
function wholeMonths({ from, to }: { from: number; to: number }) {
  const [first, last] = [monthOf(from), monthOf(to + 1)];
  return { from: first.dayOfMonth === 1 ? first.month : first.month + 1, to: last.month - 1 };
}

/** What platforms had reported when a month was closed. */
async function keptSpend(db: Db | Trx, workspaceId: string, months: { from: number; to: number }) {
  const closed = await db
    .selectFrom('budget_months')
    .select('month')
    .where('workspace_id', '=', workspaceId)
    .where('closed', '=', true)
    .where('month', '>=', months.from)
    .where('month', '<=', months.to)
    .execute();
  const spend = await db
    .selectFrom('budget_month_spend')
    .select(['source', 'campaign', 'month', 'micros'])
    .where('workspace_id', '=', workspaceId)
    .where('month', '>=', months.from)
    .where('month', '<=', months.to)
    .execute();
  const known = new Set(closed.map(({ month }) => month));
  return { closed: known, spend: spend.filter(({ month }) => known.has(month)) };
}

/** Everything that can say which campaign a name means. */
async function campaignBook(db: Db | Trx, workspaceId: string): Promise<CampaignBook> {
  const rules = await db
    .selectFrom('spend_rules')
    .select(['source', 'pattern', 'campaign_id as campaignId'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('set_at', 'desc')
    .execute();
  const links = await linkRows(db, workspaceId);
  return {
    campaigns: await campaignRows(db, workspaceId),
    rules,
    links: links.map(({ code, campaign }) => ({ code, campaign })),
    assigned: await assignedNames(db, workspaceId),
  };
}
