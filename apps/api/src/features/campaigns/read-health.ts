import { dayInZone } from '@openmops/domain/calendar';
import {
  type Brief,
  type BriefTarget,
  type CampaignHealth,
  type CampaignState,
  type CampaignType,
  campaignHealth,
  isBeforeLaunch,
  TYPE_INFO,
} from '@openmops/domain/campaigns';
import type { KpiAnswer } from '@openmops/domain/kpi';
import { isOfPlatform } from '@openmops/domain/links/audit';
import { formatDay, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { type CampaignSpend, campaignSpend } from '../budgets/campaign-spend.ts';
import { goalPaces } from '../goals/goal-paces.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { type LinkRef, linkRows } from '../links/link-rows.ts';
import { blockedTasks } from './blocked-tasks.ts';
import { type CampaignRow, campaignsIn } from './campaigns.queries.ts';

const Light = z.object({
  id: z.enum(['goal', 'budget', 'tracking', 'tasks', 'data']),
  name: z.string(),
  colour: z.enum(['green', 'amber', 'red', 'grey']),
  reason: z.string(),
  action: z.string().nullable(),
});
export const CampaignHealthShape = z.object({
  id: z.string(),
  colour: z.enum(['green', 'amber', 'red', 'grey']),
  lights: z.array(Light),
});
type CampaignHealthAnswer = z.infer<typeof CampaignHealthShape>;

/** How campaigns stand: those asked for, or all that are being built or run. Each light with its reason and the next step. */
export const readCampaignHealth = verb({
  name: 'campaigns.health',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ ids: z.array(z.string().max(40)).max(500).optional() }).prefault({}),
  output: z.array(CampaignHealthShape),
  async run(ctx, { ids }) {
    const { db, workspace } = ctx;
    const wanted = ids === undefined ? null : new Set(ids);
    const rows = (await campaignsIn(db, workspace.id)).filter(({ id, state }) =>
      wanted === null ? !OVER.has(state) : wanted.has(id),
    );
    const today = dayInZone(ctx.now, workspace.timeZone);
    const [tasks, links, money, paces] = await Promise.all([
      blockedTasks(db, workspace.id, today),
      linkRows(db, workspace.id, { campaigns: rows.map(({ code }) => code) }),
      campaignSpend(
        ctx,
        rows.map(({ id }) => id),
      ),
      goalPaces(ctx, [...new Set(rows.flatMap(({ goal_id }) => goal_id ?? []))]),
    ]);
    const lookAt = async (row: CampaignRow): Promise<CampaignHealthAnswer> => {
      const own = links.filter(({ campaign }) => campaign === row.code);
      const counted = tasks.get(row.id) ?? { open: 0, late: 0, blocked: 0 };
      const goal = paces.get(row.goal_id ?? '') ?? null;
      const found = money.get(row.id) ?? null;
      const health = await healthOf(ctx, row, { own, money: found, counted, today, goal });
      return { id: row.id, colour: health.colour, lights: health.lights };
    };
    const found: CampaignHealthAnswer[] = [];
    for (let at = 0; at < rows.length; at += AT_ONCE)
      found.push(...(await Promise.all(rows.slice(at, at + AT_ONCE).map(lookAt))));
    return found;
  },
});

/** So many campaigns are looked at side by side. */
const AT_ONCE = 8;
const OVER: ReadonlySet<string> = new Set(['idea', 'ended', 'reviewed']);

type Known = {
  own: LinkRef[];
  /** What the budget gives it, and counts as spent: invoices, and platforms where they count. */
  money: CampaignSpend | null;
  counted: { open: number; late: number; blocked: number };
  today: number;
  /** How the goal stands that it works for. */
  goal: { name: string; pace: number } | null;
};

async function healthOf(
  ctx: Context<'read'>,
  row: CampaignRow,
  { own, money, counted, today, goal }: Known,
): Promise<CampaignHealth> {
  const type = row.type as CampaignType;
  const yesterday = today - 1;
  const started =
    !isBeforeLaunch(row.state as CampaignState) &&
    row.day_from !== null &&
    row.day_from <= yesterday;
  const ended = row.day_to !== null && row.day_to < today;
  const days = { from: row.day_from ?? today, to: Math.min(row.day_to ?? yesterday, yesterday) };
  const spend = started
    ? await ask(ctx, row.code, { ...days, kpis: ['paid.cost'], by: true })
    : null;
  const spent = spend ? spendOf(spend, own) : { all: 0, tracked: 0 };
  const elapsed =
    row.day_from !== null && row.day_to !== null
      ? (days.to - days.from + 1) / (row.day_to - row.day_from + 1)
      : null;
  const targets = ((row.brief as Brief).fields.kpis ?? []) as BriefTarget[];
  // Of all that report spend, those that have some of this campaign.
  const heard = new Set((spend?.rows ?? []).map(({ dims }) => dims.source ?? ''));
  const sources = (spend?.sources ?? []).filter(({ id }) => heard.has(id));
  return campaignHealth({
    started,
    ended,
    goalPace:
      started && elapsed ? await goalPace(ctx, row.code, { ...days, targets, elapsed }) : null,
    goal,
    budgetPace: started && elapsed !== null ? budgetPace(money, elapsed) : null,
    tracking: {
      coverage: spent.all > 0 ? spent.tracked / spent.all : null,
      links: own.length,
      needed: TYPE_INFO[type].needs.links,
    },
    tasks: counted,
    // An ended campaign waits for no fresh numbers.
    sources: {
      all: spent.all > 0 ? sources.length : 0,
      stale: ended ? [] : sources.filter(({ stale }) => stale).map(({ name }) => name),
    },
  });
}

/** What the budget counts as spent, by what should be spent by now; null: no money is planned. */
function budgetPace(money: CampaignSpend | null, elapsed: number): number | null {
  if (money === null || money.plannedMicros <= 0) return null;
  return (money.actualMicros + money.platformMicros) / (money.plannedMicros * elapsed);
}

/** The slowest of its targets that add up over days: attainment by the share of days that is over; null: none has a number. */
async function goalPace(
  ctx: Context<'read'>,
  code: string,
  of: { from: number; to: number; targets: BriefTarget[]; elapsed: number },
): Promise<number | null> {
  let slowest: number | null = null;
  for (const { kpi, value } of of.targets) {
    if (value <= 0) continue;
    const answer = await ask(ctx, code, { ...of, kpis: [kpi], by: false });
    const about = answer?.kpis[kpi];
    const found = answer?.rows[0]?.values[kpi];
    if (!about || typeof found !== 'number') continue;
    const isLevel = about.unit.kind === 'ratio' || about.unit.kind === 'duration';
    const attained = about.direction === 'down' && found > 0 ? value / found : found / value;
    const pace = isLevel || about.direction === 'down' ? attained : attained / of.elapsed;
    slowest = slowest === null ? pace : Math.min(slowest, pace);
  }
  return slowest;
}

function spendOf(answer: KpiAnswer, own: LinkRef[]): { all: number; tracked: number } {
  const sum = { all: 0, tracked: 0 };
  for (const { dims, values } of answer.rows) {
    const spend = values['paid.cost'] ?? 0;
    sum.all += spend;
    if (own.some(({ source }) => isOfPlatform(source, dims.source ?? ''))) sum.tracked += spend;
  }
  return sum;
}

/** Numbers of a campaign; null: its KPI cannot be told by campaign. */
async function ask(
  { instance, actor, workspace, requestId }: Context<'read'>,
  code: string,
  of: { from: number; to: number; kpis: string[]; by: boolean },
): Promise<KpiAnswer | null> {
  if (of.to < of.from) return null;
  try {
    return await readKpi.call(
      { instance, actor, workspace, requestId },
      {
        kpis: of.kpis,
        from: formatDay(of.from),
        to: formatDay(of.to),
        by: of.by ? ['source'] : [],
        filters: [{ dim: 'campaign', op: 'in', values: [code] }],
      },
    );
  } catch (error) {
    if (error instanceof MopsError && ['INVALID', 'NOT_FOUND'].includes(error.code)) return null;
    throw error;
  }
}
