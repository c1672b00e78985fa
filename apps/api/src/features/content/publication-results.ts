import { dayInZone } from '@openmops/domain/calendar';
import { addResults } from '@openmops/domain/content';
import { formatDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { dayOfText } from './check-refs.ts';
import { day, id, Remark } from './content.schema.ts';
import { todayOf } from './list-assets.ts';
import { broughtBy, postsIn, taggedPublications } from './publication-facts.ts';
import { publicationsIn } from './publications-in.ts';
import { assetOf } from './version-rows.ts';

const Values = z.record(z.string(), z.number().nullable());
const Metric = z.object({
  id: z.string(),
  name: z.string(),
  definition: z.string().describe('Hash of the definition, as the KPI doors show it.'),
});
export const Results = z.object({
  metrics: z.array(Metric),
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

/**
 * What each publication of an asset brought since the first, and all of them: posts and ads by the reference that the
 * platform gave them, pages by their path, links by their tags. What two publications share counts once, for the newest.
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
    const all = await taggedPublications(ctx, await publicationsIn(ctx, { names }));
    const out = all.filter((one) => one.asset === asset);
    const today = todayOf(ctx);
    const days = out.map(({ at }) => dayInZone(Date.parse(at), ctx.workspace.timeZone));
    const from = days.length === 0 ? today : Math.min(...days);
    const { metrics, values, notes } = await broughtBy(ctx, out.length === 0 ? [] : all, {
      ...{ from: formatDay(from), to: formatDay(today) },
    });
    const publications = out.map(({ id: one, channel, number, at, reference }) => ({
      ...{ id: one, channel, number, at, reference, values: values.get(one) ?? {} },
    }));
    const known = metrics.filter((metric) => publications.some((one) => metric.id in one.values));
    const total = addResults(
      known.map((metric) => metric.id),
      publications.map((one) => one.values),
    );
    return { metrics: known, publications, total, notes };
  },
});

const Post = z.object({
  post: z.string().describe('As the source calls it.'),
  values: Values,
});
export const Posts = z.object({
  metrics: z.array(Metric),
  matched: z.array(
    Post.extend({
      by: z.enum(['id', 'url', 'link']).describe('What the publication and the post share.'),
      publication: z.string(),
      asset: z.string(),
      name: z.string(),
      channel: z.string(),
    }),
  ),
  unmatched: z.array(Post).describe('Posts of which facts speak, but no publication.'),
  silent: z
    .array(
      z.object({ publication: z.string(), asset: z.string(), name: z.string(), at: z.string() }),
    )
    .describe('Social posts that went out in these days, and of which no facts speak.'),
  notes: z.array(Remark),
});

/** Which posts of the social sources are which publications, and which are not known on one of the two sides. */
export const listPosts = verb({
  name: 'publications.posts',
  permission: 'kpis.read',
  kind: 'read',
  input: z.strictObject({ from: day, to: day }),
  output: Posts,
  async run(ctx, range) {
    const [first, last] = [dayOfText(range.from) as number, dayOfText(range.to) as number];
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    const all = await taggedPublications(ctx, await publicationsIn(ctx, { names }));
    const { matches, rows, metrics, notes } = await postsIn(ctx, all, range);
    const byPost = new Map(rows.map(({ dims, values }) => [dims.record ?? '', values]));
    const byId = new Map(all.map((one) => [one.id, one]));
    const social = await ctx.db
      .selectFrom('assets')
      .select('id')
      .where('workspace_id', '=', ctx.workspace.id)
      .where('type', '=', 'social_post')
      .execute();
    const posts = new Set(social.map((one) => one.id));
    const now = new Date(ctx.now).toISOString();
    return {
      metrics,
      matched: matches.matched.flatMap(({ post, publication, by }) => {
        const one = byId.get(publication);
        if (!one) return [];
        const { asset, assetName: name, channel } = one;
        return [{ post, values: byPost.get(post) ?? {}, by, publication, asset, name, channel }];
      }),
      unmatched: matches.unmatchedPosts.map((post) => ({ post, values: byPost.get(post) ?? {} })),
      silent: matches.unmatchedPublications.flatMap((publication) => {
        const one = byId.get(publication);
        if (!one || !posts.has(one.asset) || one.at > now || one.withdrawn) return [];
        const on = dayInZone(Date.parse(one.at), ctx.workspace.timeZone);
        if (on < first || on > last) return [];
        return [{ publication, asset: one.asset, name: one.assetName, at: one.at }];
      }),
      notes,
    };
  },
});
