import { formatDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { id, type PublicationInfo, Remark } from './content.schema.ts';
import { todayOf } from './list-assets.ts';
import { publicationsIn } from './publications-in.ts';
import { assetOf } from './version-rows.ts';

/** What posts, ads and pages bring, by the dimension under which facts know them. All may be added up. */
const METRICS = {
  ad_id: ['paid.impressions', 'paid.clicks', 'paid.conversions'],
  page: ['web.page_views', 'web.engaged_sessions'],
} as const;
type Dim = keyof typeof METRICS;

const Values = z.record(z.string(), z.number().nullable());
export const Results = z.object({
  metrics: z.array(z.object({ id: z.string(), name: z.string() })),
  publications: z.array(
    z.object({
      id: z.string(),
      channel: z.string(),
      number: z.number(),
      at: z.string(),
      reference: z.string().nullable(),
      values: Values,
    }),
  ),
  total: Values.describe('Of the asset: the sum of its publications.'),
  notes: z.array(Remark),
});
type Results = z.infer<typeof Results>;

/**
 * What each publication of an asset brought, and all of them: posts and ads by the reference that the
 * platform gave them, pages by their path. Two publications of one reference count once, for the newest.
 */
export const publicationResults = verb({
  name: 'publications.results',
  permission: 'kpis.read',
  kind: 'read',
  input: z.strictObject({ asset: id }),
  output: Results,
  async run(ctx, { asset }) {
    await assetOf(ctx.db, ctx.workspace.id, asset);
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const out = (await publicationsIn(ctx, { asset, names })).filter(
      (one) => one.withdrawn === null || one.withdrawn.at > one.at,
    );
    const brought = new Map<string, Record<string, number | null>>();
    const metrics = new Map<string, string>();
    const notes: Results['notes'] = [];
    for (const dim of ['ad_id', 'page'] as const) {
      const answer = await ask(ctx, { dim, out });
      if (!answer) continue;
      for (const [kpi, { name }] of Object.entries(answer.kpis)) metrics.set(kpi, name);
      for (const { dims, values } of answer.rows) brought.set(keyOf(dim, dims[dim] ?? ''), values);
      notes.push(...answer.notes.map(({ code, message, hint }) => ({ code, message, hint })));
    }
    const seen = new Set<string>();
    const publications = out.map((one) => {
      const keys = (['ad_id', 'page'] as const).flatMap((dim) => {
        const value = factValueOf(one, dim);
        return value === null ? [] : [keyOf(dim, value)];
      });
      const fresh = keys.filter((key) => !seen.has(key));
      for (const key of fresh) seen.add(key);
      const values = Object.assign({}, ...fresh.map((key) => brought.get(key) ?? {}));
      const { id: publication, channel, number, at, reference } = one;
      return { id: publication, channel, number, at, reference, values };
    });
    return {
      metrics: [...metrics].map(([kpi, name]) => ({ id: kpi, name })),
      publications,
      total: totalOf([...metrics.keys()], publications),
      notes,
    };
  },
});

const keyOf = (dim: Dim, value: string) => JSON.stringify([dim, value]);

/** Under which value facts know a publication; null: under none. */
function factValueOf({ reference, url }: PublicationInfo, dim: Dim): string | null {
  if (dim === 'ad_id') return reference;
  return url === null ? null : new URL(url).pathname;
}

type Asked = { dim: Dim; out: readonly PublicationInfo[] };

async function ask(ctx: Context<'read'>, { dim, out }: Asked) {
  const values = [...new Set(out.flatMap((one) => factValueOf(one, dim) ?? []))];
  if (values.length === 0) return null;
  const today = formatDay(todayOf(ctx));
  const from = out.map(({ at }) => at.slice(0, 10)).sort()[0] ?? today;
  if (from > today) return null;
  const { instance, actor, workspace, requestId } = ctx;
  return readKpi.call(
    { instance, actor, workspace, requestId },
    {
      kpis: [...METRICS[dim]],
      from,
      to: today,
      by: [dim],
      filters: [{ dim, op: 'in', values }],
      limit: 1000,
    },
  );
}

/** In millionths, so that the sum is exact and of any order. */
function totalOf(
  metrics: readonly string[],
  publications: Results['publications'],
): Results['total'] {
  return Object.fromEntries(
    metrics.map((metric) => {
      const known = publications.flatMap(({ values }) => values[metric] ?? []);
      const micros = known.reduce((sum, value) => sum + Math.round(value * 1e6), 0);
      return [metric, known.length === 0 ? null : micros / 1e6];
    }),
  );
}
