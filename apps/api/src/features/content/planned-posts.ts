import { dayInZone } from '@openmops/domain/calendar';
import { formatDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { linkRows } from '../links/link-rows.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { daysOf } from './calendar.ts';
import { day, type PublicationInfo } from './content.schema.ts';
import { campaignNames, textOf } from './list-assets.ts';
import { publicationsIn } from './publications-in.ts';
import { houseOf, standingOf } from './standing.ts';
import type { AssetRecord, VersionRow } from './version-rows.ts';

const PlannedPost = z.object({
  asset: z.string(),
  publication: z.string().nullable().describe('Null: planned only.'),
  name: z.string(),
  version: z.number(),
  day: z.string(),
  time: z.string().nullable().describe('In the zone of the workspace; null: not said.'),
  channel: z.string().nullable(),
  campaign: z.string().nullable(),
  text: z.string(),
  link: z.string().nullable().describe('Its tracked link, else its own address.'),
  /** What the social tool gives back is looked up by this. */
  reference: z.string().describe('Put it into the post as its reference, or its link code.'),
  hash: z.string(),
  ready: z.boolean().describe('Approved, and nothing is open.'),
});
export const PlannedPosts = z.array(PlannedPost);
export type PlannedPost = z.infer<typeof PlannedPost>;

/**
 * Social posts of some days for the tool that posts them: one for each publication that is still to come, as the version
 * that goes out, and one for each asset that is planned and stands nowhere. Only what is ready, unless `all` is asked
 * for: nothing leaves without approval.
 */
export const plannedPosts = verb({
  name: 'content.plannedPosts',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ from: day, to: day, all: z.boolean().default(false) }),
  output: PlannedPosts,
  async run(ctx, { all, ...asked }) {
    const { db, workspace, now } = ctx;
    const { timeZone } = workspace;
    const range = daysOf(asked, timeZone);
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const toCome = (await publicationsIn(ctx, { from: range.first, to: range.end, names })).filter(
      ({ withdrawn, at }) => withdrawn === null && Date.parse(at) > now,
    );
    const assets = await socialPosts(ctx, { ...range, also: toCome.map(({ asset }) => asset) });
    const drafts = await draftsOf(ctx, { assets, toCome, range });
    const house = await houseOf(db, workspace, now);
    const pairs = [...new Map(drafts.map((one) => [one.version.id, one])).values()];
    const standings = await standingOf(db, workspace.id, { pairs, house });
    const ready = new Set(
      standings.flatMap(({ version, open }) => (open.length === 0 ? [version.id] : [])),
    );
    const campaigns = await campaignNames(
      ctx,
      drafts.map(({ asset }) => asset.campaign_id),
    );
    const links = new Map(
      (await linkRows(db, workspace.id, { ids: toCome.flatMap(({ link }) => link ?? []) })).map(
        (one) => [one.id, one],
      ),
    );
    const posts = drafts.map(({ asset, version, publication }): PlannedPost => {
      const tracked = links.get(publication?.link ?? '');
      const at = publication ? Date.parse(publication.at) : null;
      const { number, text, link, hash } = version;
      return {
        ...{ asset: asset.id, publication: publication?.id ?? null, name: asset.name },
        ...{ version: number, text, hash },
        day: at === null ? (textOf(asset.planned_on) ?? '') : formatDay(dayInZone(at, timeZone)),
        time: at === null ? null : timeText(at, timeZone),
        channel: publication ? publication.channel : asset.planned_channel,
        campaign: publication
          ? publication.campaignName
          : (campaigns.get(asset.campaign_id ?? '') ?? null),
        link: tracked?.url ?? link,
        reference: tracked?.code ?? asset.id,
        ready: ready.has(version.id),
      };
    });
    const orderOf = ({ day: on, time, name, publication, asset }: PlannedPost) =>
      [on, time ?? '', name, publication ?? asset].join('\n');
    return posts
      .filter((one) => all || one.ready)
      .map((one) => ({ one, order: orderOf(one) }))
      .sort((a, b) => (a.order < b.order ? -1 : a.order > b.order ? 1 : 0))
      .map(({ one }) => one);
  },
});

type Days = { from: number; to: number };

/** Social posts that are planned for some days, and others by their id. */
function socialPosts(
  { db, workspace }: Context<'read'>,
  { from, to, also }: Days & { also: readonly string[] },
): Promise<AssetRecord[]> {
  return db
    .selectFrom('assets')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('type', '=', 'social_post')
    .where('archived_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb.and([eb('planned_on', '>=', from), eb('planned_on', '<=', to)]),
        ...(also.length > 0 ? [eb('id', 'in', [...new Set(also)])] : []),
      ]),
    )
    .orderBy('id')
    .execute();
}

type Draft = { asset: AssetRecord; version: VersionRow; publication: PublicationInfo | null };
type Sources = { assets: readonly AssetRecord[]; toCome: readonly PublicationInfo[]; range: Days };

/** What is to be posted: the version of each publication, the newest of what stands nowhere yet. */
async function draftsOf(
  { db, workspace }: Context<'read'>,
  { assets, toCome, range }: Sources,
): Promise<Draft[]> {
  const ids = assets.map(({ id }) => id);
  if (ids.length === 0) return [];
  const standing = await db
    .selectFrom('publications')
    .select('asset_id')
    .distinct()
    .where('workspace_id', '=', workspace.id)
    .where('asset_id', 'in', ids)
    .where('withdrawn_at', 'is', null)
    .execute();
  const stands = new Set(standing.map(({ asset_id }) => asset_id));
  const versions = await db
    .selectFrom('asset_versions')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('asset_id', 'in', ids)
    .orderBy('asset_id')
    .orderBy('number', 'desc')
    .execute();
  const byAsset = Map.groupBy(versions, ({ asset_id }) => asset_id);
  return assets.flatMap((asset): Draft[] => {
    const own = byAsset.get(asset.id) ?? [];
    const { planned_on: on } = asset;
    const planned = on !== null && on >= range.from && on <= range.to && !stands.has(asset.id);
    const [newest] = own;
    return [
      ...(planned && newest ? [{ asset, version: newest, publication: null }] : []),
      ...toCome.flatMap((publication) => {
        const version = own.find(({ number }) => number === publication.number);
        return publication.asset === asset.id && version ? [{ asset, version, publication }] : [];
      }),
    ];
  });
}

const timeText = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(at);
