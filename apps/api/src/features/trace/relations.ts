import { formatDay } from '@openmops/domain/shared';
import type { Context } from '../../verb.ts';
import { lineRows } from '../budgets/line-rows.ts';
import {
  commitmentTrail,
  expenseTrail,
  payingLines,
  type TrailRow,
} from '../budgets/trail-rows.ts';
import { type CampaignRef, campaignRows } from '../campaigns/campaign-rows.ts';
import { assetRows, publicationRows } from '../content/asset-rows.ts';
import { goalRows } from '../goals/goal-rows.ts';
import { objectiveRows } from '../goals/objective-rows.ts';
import { dealsOf } from '../lifecycle/deals-of.ts';
import { linkRows } from '../links/link-rows.ts';
import type { Step, TraceNode } from './trace.schema.ts';

export type Ref = { step: Step; id: string };
/** A record of the chain, and those before it. */
export type Loaded = { node: TraceNode; parents: Ref[] };

type Ids = readonly string[];
type Relation = {
  /** Records by id, with what they refer to. */
  load(ctx: Context, ids: Ids): Promise<Loaded[]>;
  /** What refers to them. */
  children(ctx: Context, ids: Ids): Promise<Ref[]>;
};

const refs = (step: Step, ids: Iterable<string | null>): Ref[] =>
  [...ids].flatMap((id) => (id === null ? [] : [{ step, id }]));
const idsOf = (step: Step, rows: readonly { id: string }[]): Ref[] =>
  rows.map(({ id }) => ({ step, id }));
const amountOf = (micros: number | null) => (micros === null ? null : micros / 1e6);
const dayText = (day: number | null) => (day === null ? null : formatDay(day));

/** A node with nothing but a name. */
const node = (step: Step, of: Pick<TraceNode, 'id' | 'name'> & Partial<TraceNode>): TraceNode => ({
  ...{ step, path: null, day: null, amount: null, currency: null, state: null },
  ...of,
});

/** How the records of each step hang together; a room is only asked for its rows. */
export const RELATIONS: Readonly<Record<Step, Relation>> = {
  objective: {
    load: async (ctx, ids) =>
      (await objectiveRows(ctx.db, ctx.workspace.id, ids)).map(({ id, name }) => ({
        node: node('objective', { id, name, path: '/goals' }),
        parents: [],
      })),
    children: async (ctx, ids) => {
      const wanted = new Set(ids);
      const goals = await goalRows(ctx.db, ctx.workspace.id);
      return idsOf(
        'goal',
        goals.filter((goal) => wanted.has(goal.objective_id)),
      );
    },
  },
  goal: {
    load: async (ctx, ids) =>
      (await goalRows(ctx.db, ctx.workspace.id, ids)).map(({ id, name, objective_id }) => ({
        node: node('goal', { id, name, path: `/goals/${id}` }),
        parents: refs('objective', [objective_id]),
      })),
    children: async (ctx, ids) => {
      const wanted = new Set(ids);
      const lines = await payingLines(ctx.db, ctx.workspace.id, { goalIds: ids });
      const campaigns = await campaignRows(ctx.db, ctx.workspace.id);
      return [
        ...refs('line', new Set(lines.map(({ lineId }) => lineId))),
        ...idsOf(
          'campaign',
          campaigns.filter(({ goal_id }) => goal_id !== null && wanted.has(goal_id)),
        ),
      ];
    },
  },
  line: {
    load: async (ctx, ids) =>
      (await lineRows(ctx.db, ctx.workspace.id, ids)).map((line) => ({
        node: node('line', {
          id: line.id,
          name: line.name,
          path: `/budget?line=${line.id}`,
          amount: amountOf(line.total_micros),
          currency: ctx.workspace.currency,
        }),
        parents: refs('goal', [line.goal_id]),
      })),
    children: async (ctx, ids) => {
      const { db, workspace } = ctx;
      const paid = await payingLines(db, workspace.id, { lineIds: ids });
      return [
        ...idsOf('commitment', await commitmentTrail(db, workspace.id, { lineIds: ids })),
        ...idsOf('expense', await expenseTrail(db, workspace.id, { lineIds: ids })),
        ...refs('campaign', new Set(paid.map(({ campaignId }) => campaignId))),
      ];
    },
  },
  commitment: {
    load: async (ctx, ids) =>
      (await commitmentTrail(ctx.db, ctx.workspace.id, { ids })).map((row) => ({
        node: paper(ctx, 'commitment', row),
        parents: refs('line', row.lineIds),
      })),
    children: async (ctx, ids) => {
      const { db, workspace } = ctx;
      const rows = await commitmentTrail(db, workspace.id, { ids });
      return [
        ...idsOf('expense', await expenseTrail(db, workspace.id, { commitmentIds: ids })),
        ...refs('campaign', new Set(rows.flatMap(({ campaignIds }) => campaignIds))),
      ];
    },
  },
  expense: {
    load: async (ctx, ids) =>
      (await expenseTrail(ctx.db, ctx.workspace.id, { ids })).map((row) => ({
        node: paper(ctx, 'expense', row),
        parents: [...refs('line', row.lineIds), ...refs('commitment', row.commitmentIds)],
      })),
    children: async (ctx, ids) => {
      const rows = await expenseTrail(ctx.db, ctx.workspace.id, { ids });
      return refs('campaign', new Set(rows.flatMap(({ campaignIds }) => campaignIds)));
    },
  },
  campaign: {
    async load(ctx, ids) {
      const { db, workspace } = ctx;
      const named = { campaignIds: ids };
      const campaigns = await campaignRows(db, workspace.id, ids);
      const lines = await payingLines(db, workspace.id, named);
      // An order or invoice that names no campaign is for what its line pays for.
      const paying = { lineIds: [...new Set(lines.map(({ lineId }) => lineId))] };
      const [orders, lineOrders, invoices, lineInvoices] = await Promise.all([
        commitmentTrail(db, workspace.id, named),
        commitmentTrail(db, workspace.id, paying),
        expenseTrail(db, workspace.id, named),
        expenseTrail(db, workspace.id, paying),
      ]);
      const linesOf = ({ id }: CampaignRef) =>
        lines.flatMap(({ lineId, campaignId }) => (campaignId === id ? [lineId] : []));
      return campaigns.map((one) => ({
        node: node('campaign', {
          id: one.id,
          name: one.name,
          path: `/campaigns/${one.id}`,
          day: dayText(one.day_from),
          state: one.state,
        }),
        parents: [
          ...refs('goal', [one.goal_id]),
          ...refs('line', linesOf(one)),
          ...idsOf('commitment', ofCampaign([...orders, ...lineOrders], one, linesOf(one))),
          ...idsOf('expense', ofCampaign([...invoices, ...lineInvoices], one, linesOf(one))),
        ],
      }));
    },
    async children(ctx, ids) {
      const { db, workspace } = ctx;
      const wanted = new Set(ids);
      const codes = (await campaignRows(db, workspace.id, ids)).map(({ code }) => code);
      const [assets, publications, links, deals] = await Promise.all([
        assetRows(db, workspace.id),
        publicationRows(db, workspace.id),
        linkRows(db, workspace.id, { campaigns: codes }),
        dealsOf(ctx, { campaigns: codes }),
      ]);
      const mine = <T extends { campaignId: string | null }>(rows: readonly T[]) =>
        rows.filter(({ campaignId }) => campaignId !== null && wanted.has(campaignId));
      return [
        ...idsOf('asset', mine(assets)),
        ...idsOf('publication', mine(publications)),
        ...idsOf('link', links),
        ...idsOf(
          'deal',
          deals.filter(({ outcome }) => outcome === 'won'),
        ),
      ];
    },
  },
  asset: {
    load: async (ctx, ids) =>
      (await assetRows(ctx.db, ctx.workspace.id, ids)).map(({ id, name, campaignId }) => ({
        node: node('asset', { id, name, path: `/content/${id}` }),
        parents: refs('campaign', [campaignId]),
      })),
    children: async (ctx, ids) => {
      const wanted = new Set(ids);
      const all = await publicationRows(ctx.db, ctx.workspace.id);
      return idsOf(
        'publication',
        all.filter(({ assetId }) => wanted.has(assetId)),
      );
    },
  },
  publication: {
    load: async (ctx, ids) => {
      const wanted = new Set(ids);
      const all = await publicationRows(ctx.db, ctx.workspace.id);
      return all
        .filter(({ id }) => wanted.has(id))
        .map((one) => ({
          node: node('publication', {
            id: one.id,
            name: `${one.assetName}, version ${one.version}, ${one.channel}`,
            path: `/content/${one.assetId}`,
            day: one.at.toISOString().slice(0, 10),
          }),
          parents: [...refs('asset', [one.assetId]), ...refs('campaign', [one.campaignId])],
        }));
    },
    children: async (ctx, ids) => {
      const wanted = new Set(ids);
      const all = await publicationRows(ctx.db, ctx.workspace.id);
      return refs(
        'link',
        all.flatMap(({ id, linkId }) => (wanted.has(id) ? [linkId] : [])),
      );
    },
  },
  link: {
    load: async (ctx, ids) => {
      const links = await linkRows(ctx.db, ctx.workspace.id, { ids });
      const byCode = await campaignsByCode(ctx);
      const published = await publicationRows(ctx.db, ctx.workspace.id);
      return links.map(({ id, url, campaign }) => ({
        node: node('link', { id, name: url, path: '/links' }),
        parents: [
          ...refs('campaign', [byCode.get(campaign)?.id ?? null]),
          ...idsOf(
            'publication',
            published.filter(({ linkId }) => linkId === id),
          ),
        ],
      }));
    },
    children: async () => [],
  },
  deal: {
    load: async (ctx, ids) => {
      const byCode = await campaignsByCode(ctx);
      return (await dealsOf(ctx, { ids })).map((deal) => ({
        node: node('deal', {
          id: deal.id,
          name: deal.id.replace(/^deal\//, ''),
          day: deal.closedAt === null ? null : new Date(deal.closedAt).toISOString().slice(0, 10),
          amount: amountOf(deal.amountMicros),
          currency: deal.currency,
          state: deal.outcome,
        }),
        parents: refs('campaign', [byCode.get(deal.campaign ?? '')?.id ?? null]),
      }));
    },
    children: async () => [],
  },
};

function paper(ctx: Context, step: 'commitment' | 'expense', row: TrailRow): TraceNode {
  return node(step, {
    id: row.id,
    name: `${row.number}, ${row.vendor}`,
    path: step === 'expense' ? `/budget/expenses?id=${row.id}` : `/budget/commitments?id=${row.id}`,
    day: formatDay(row.day),
    amount: amountOf(row.baseMicros),
    currency: ctx.workspace.currency,
    state: row.state,
  });
}

const ofCampaign = (rows: readonly TrailRow[], { id }: CampaignRef, lines: readonly string[]) =>
  rows.filter(
    ({ campaignIds, lineIds }) =>
      campaignIds.includes(id) ||
      (campaignIds.length === 0 && lineIds.some((line) => lines.includes(line))),
  );

async function campaignsByCode(ctx: Context): Promise<Map<string, CampaignRef>> {
  const rows = await campaignRows(ctx.db, ctx.workspace.id);
  return new Map(rows.map((row) => [row.code, row]));
}
