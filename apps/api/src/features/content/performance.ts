import { MODELS, type ModelName } from '@openmops/domain/attribution';
import { dayInZone, instantInZone } from '@openmops/domain/calendar';
import { addResults } from '@openmops/domain/content';
import { formatDay, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { creditTouches, LOOKBACK_DAYS } from '../attribution/credit-touches.ts';
import { touchesIn } from '../attribution/touches-in.ts';
import { clicksIn } from '../links/link-clicks.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { approvedAssets } from './approved-assets.ts';
import { dayOfText } from './check-refs.ts';
import { AssetType, day, id, Remark } from './content.schema.ts';
import { textOf, todayOf } from './list-assets.ts';
import {
  broughtBy,
  meantIn,
  type Tagged,
  taggedPublications,
  touchOwner,
} from './publication-facts.ts';
import { publicationsIn } from './publications-in.ts';

const DAYS = 90;
const MOST_DAYS = 731;
const ModelId = z.enum(Object.keys(MODELS) as [ModelName, ...ModelName[]]);

/** What is counted here and not by the KPI room. */
const OWN = {
  link_clicks: 'Link clicks',
  touches: 'Touches',
  leads: 'Leads',
  revenue: 'Revenue',
} as const;

const Values = z.record(z.string(), z.number().nullable());
export const Performance = z.object({
  from: z.string(),
  to: z.string(),
  model: ModelId,
  method: z.string().describe('How leads and revenue are shared out.'),
  currency: z.string(),
  metrics: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      definition: z.string().nullable().describe('Hash, as the KPI doors show it; null: no KPI.'),
    }),
  ),
  assets: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      type: AssetType,
      archived: z.boolean(),
      total: Values.describe('The sum of its publications.'),
      publications: z.array(
        z.object({
          id: z.string(),
          channel: z.string(),
          number: z.number(),
          at: z.string(),
          campaign: z.string().nullable(),
          keys: z.array(z.string()).describe('By what facts know it: ad, page, post, link.'),
          values: Values,
        }),
      ),
      uses: z.number().describe('Publications that stand.'),
      campaigns: z.number().describe('Different campaigns in which it is used.'),
      lastReview: z.string().nullable().describe('Day of the last yes to a version that is shown.'),
      rightsUntil: z.string().nullable(),
      rightsOver: z.boolean(),
    }),
  ),
  all: Values.describe('Of all content, whichever is asked for and whether it is archived.'),
  everything: Values.describe('Leads and revenue of the time, with or without content.'),
  notes: z.array(Remark),
});
type Performance = z.infer<typeof Performance>;

/** What content brings: from publication to click, visit, touch, lead and revenue, by a model of attribution. */
export const contentPerformance = verb({
  name: 'content.performance',
  permission: 'kpis.read',
  kind: 'read',
  input: z
    .strictObject({
      from: day.optional(),
      to: day.optional(),
      model: ModelId.default('linear'),
      asset: id.optional(),
    })
    .prefault({}),
  output: Performance,
  async run(ctx, { asset, model, ...asked }) {
    const range = rangeOf(ctx, asked);
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const all = await taggedPublications(ctx, await publicationsIn(ctx, { names }));
    const brought = await broughtBy(ctx, all, { from: range.fromText, to: range.toText });
    const values = new Map([...brought.values].map(([one, own]) => [one, { ...own }]));
    const put = (publication: string, own: Record<string, number>) =>
      values.set(publication, { ...values.get(publication), ...own });
    for (const [publication, clicks] of await clicksOf(ctx, all, range))
      put(publication, { link_clicks: clicks });
    const credited = await credit(ctx, { all, range, model });
    for (const [publication, own] of credited.byPublication) put(publication, own);
    const own = Object.entries(OWN).map(([one, name]) => ({ id: one, name, definition: null }));
    const metrics = [...brought.metrics, ...own].filter(({ id: metric }) =>
      [...values.values()].some((found) => (found[metric] ?? null) !== null),
    );
    const ids = metrics.map((metric) => metric.id);
    const every = await assetsOf(ctx, all, { values, ids, keys: brought.keys });
    const assets = every.filter((one) => asset === undefined || one.id === asset);
    return {
      ...{ from: range.fromText, to: range.toText, model, currency: ctx.workspace.currency },
      ...{ method: credited.method, metrics, assets },
      all: addResults(
        ids,
        every.map(({ total }) => total),
      ),
      everything: credited.everything,
      notes: [...brought.notes, ...credited.notes],
    };
  },
});

type Span = {
  from: number;
  to: number;
  fromText: string;
  toText: string;
  first: number;
  end: number;
};

function rangeOf(
  ctx: Context<'read'>,
  asked: { from?: string | undefined; to?: string | undefined },
): Span {
  const to = asked.to === undefined ? todayOf(ctx) : (dayOfText(asked.to) as number);
  const from = asked.from === undefined ? to - DAYS + 1 : (dayOfText(asked.from) as number);
  if (to < from || to - from >= MOST_DAYS)
    throw new MopsError(
      'INVALID',
      to < from ? 'The range has no days.' : `${MOST_DAYS} days are looked at, at most.`,
      'Give two dates, the earlier first.',
    );
  const zone = ctx.workspace.timeZone;
  return {
    ...{ from, to, fromText: formatDay(from), toText: formatDay(to) },
    first: instantInZone({ day: from, second: 0 }, zone),
    end: instantInZone({ day: to + 1, second: 0 }, zone),
  };
}

/** Clicks of people on the short addresses; a link that several publications have counts once, for the newest that stands. */
async function clicksOf(
  { db, workspace }: Context<'read'>,
  publications: readonly Tagged[],
  { from, to, end }: Span,
): Promise<Map<string, number>> {
  const owner = new Map<string, string>();
  for (const { id: one, link } of meantIn(publications, end))
    if (link !== null && !owner.has(link)) owner.set(link, one);
  const { days } = await clicksIn(db, workspace.id);
  const found = new Map<string, number>();
  for (const { link_id, day: at, people } of days) {
    const publication = owner.get(link_id);
    if (publication === undefined || at < from || at > to) continue;
    found.set(publication, (found.get(publication) ?? 0) + people);
  }
  return found;
}

type Asked = { all: readonly Tagged[]; range: Span; model: ModelName };

async function credit(ctx: Context<'read'>, { all, range, model }: Asked) {
  const { first, end } = range;
  const everything: Record<string, number | null> = { leads: null, revenue: null };
  const byPublication = new Map<string, Record<string, number>>();
  if (all.length === 0) return { byPublication, everything, method: '', notes: [] };
  const touches = await touchesIn(ctx, { from: first - LOOKBACK_DAYS * 86_400_000, to: end });
  const ownerOf = touchOwner(all);
  for (const touch of touches) {
    const publication = touch.at >= first ? ownerOf(touch) : null;
    if (publication === null) continue;
    const before = byPublication.get(publication)?.touches ?? 0;
    byPublication.set(publication, { touches: before + 1 });
  }
  const found = await creditTouches(ctx, {
    ...{ touches, nameOf: ownerOf, from: first, to: end, model },
  });
  for (const [publication, { leads, revenueMicros }] of found.byName)
    byPublication.set(publication, {
      ...byPublication.get(publication),
      ...{ leads, revenue: revenueMicros / 1e6 },
    });
  if (found.method !== '') {
    everything.leads = found.all.leads;
    everything.revenue = found.all.revenueMicros / 1e6;
  }
  return { byPublication, everything, method: found.method, notes: found.notes };
}

type Found = {
  values: ReadonlyMap<string, Readonly<Record<string, number | null>>>;
  ids: readonly string[];
  keys: ReadonlyMap<string, string[]>;
};

async function assetsOf(
  ctx: Context<'read'>,
  publications: readonly Tagged[],
  { values, ids, keys }: Found,
): Promise<Performance['assets']> {
  const byAsset = Map.groupBy(publications, (one) => one.asset);
  const { timeZone } = ctx.workspace;
  const rows = await ctx.db
    .selectFrom('assets')
    .select(['id', 'name', 'type', 'rights_until', 'archived_at'])
    .where('workspace_id', '=', ctx.workspace.id)
    .orderBy('name')
    .orderBy('id')
    .execute();
  const approved = await approvedAssets(ctx.db, ctx.workspace.id, {
    ...{ ids: [...byAsset.keys()], now: ctx.now },
  });
  return rows.flatMap((row) => {
    const own = byAsset.get(row.id);
    if (!own) return [];
    const standing = own.filter(({ withdrawn }) => withdrawn === null);
    const reviewedAt = approved.get(row.id)?.reviewedAt ?? null;
    const made = own.map(({ id: one, channel, number, at, campaignName }) => ({
      ...{ id: one, channel, number, at, campaign: campaignName },
      ...{ keys: keys.get(one) ?? [], values: values.get(one) ?? {} },
    }));
    return [
      {
        ...{ id: row.id, name: row.name, type: AssetType.parse(row.type) },
        archived: row.archived_at !== null,
        total: addResults(
          ids,
          made.map((one) => one.values),
        ),
        publications: made,
        uses: standing.length,
        campaigns: new Set(standing.flatMap(({ campaign }) => campaign ?? [])).size,
        lastReview: textOf(reviewedAt === null ? null : dayInZone(reviewedAt, timeZone)),
        rightsUntil: textOf(row.rights_until),
        rightsOver: row.rights_until !== null && todayOf(ctx) > row.rights_until,
      },
    ];
  });
}
