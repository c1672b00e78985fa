import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { linkRows } from '../links/link-rows.ts';
import { deliverSoon } from '../subscriptions/deliver.ts';
import { tellSubscribers } from '../subscriptions/tell-subscribers.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { openLink } from './check-link.ts';
import { mustBeCampaign } from './check-refs.ts';
import { id, PublicationInfo } from './content.schema.ts';
import { publicationsIn } from './publications-in.ts';
import { houseOf, type Standing, standingOf } from './standing.ts';
import { type AssetRecord, assetOf, newestVersions, type VersionRow } from './version-rows.ts';

const PublishInput = z.strictObject({
  asset: id,
  /** Of the version that is meant; left out: the newest. Another one is refused. */
  number: z.int().min(1).optional(),
  channel: z.string().trim().min(1).max(80),
  /** Left out: now. */
  at: z.iso.datetime({ offset: true }).optional(),
  campaign: id.nullable().optional(),
  link: id.nullable().default(null),
  reference: z.string().trim().max(300).nullable().default(null),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .default(null),
});

/** Publishes the newest version of an asset. Refused with every open item until nothing is open. */
export const publish = verb({
  name: 'publications.create',
  permission: 'content.write',
  kind: 'long',
  input: PublishInput,
  output: PublicationInfo,
  async run(ctx, { asset: assetId, number, channel, at, campaign, link, reference, url }) {
    const { workspace, now } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const { id: by } = await personBehind(ctx);
    const publication = newId('pu');
    await ctx.transact(async (trx) => {
      // Nobody edits it between the look at the gate and the row.
      await trx
        .selectFrom('assets')
        .select('id')
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', assetId)
        .forUpdate()
        .execute();
      const asset = await assetOf(trx, workspace.id, assetId);
      const version = (await newestVersions(trx, workspace.id, [assetId])).get(
        assetId,
      ) as VersionRow;
      if (number !== undefined && number !== version.number) throw notNewest(version.number);
      const house = await houseOf(trx, workspace, now);
      const pairs = [{ asset, version }];
      const [standing] = (await standingOf(trx, workspace.id, { pairs, house })) as [Standing];
      const of = campaign === undefined ? asset.campaign_id : campaign;
      await mustBeCampaign(trx, workspace.id, of);
      const needed = house.settings.linkNeeded;
      const linkItems = await openLink(trx, workspace.id, { link, campaign: of, needed });
      refuseOpen({ ...standing, open: [...standing.open, ...linkItems] });
      ctx.audit({ publication, asset: assetId, name: asset.name, number: version.number, channel });
      await trx
        .insertInto('publications')
        .values({
          id: publication,
          workspace_id: workspace.id,
          asset_id: assetId,
          asset_version: version.id,
          campaign_id: of,
          channel,
          at: at === undefined ? new Date(now) : new Date(at),
          link_id: link,
          reference,
          url,
          proof: JSON.stringify(proofOf(standing)),
          created_by: by,
          created_at: new Date(now),
          withdrawn_by: null,
          withdrawn_at: null,
          withdrawn_reason: null,
        })
        .execute();
      const said = {
        publication,
        channel,
        campaign: of,
        url,
        at: new Date(at ?? now).toISOString(),
      };
      await tellSubscribers(trx, { workspace, at: new Date(now) }, [
        { event: 'content.published', data: await eventOf(trx, { ...said, asset, version, link }) },
      ]);
    });
    deliverSoon(ctx.instance);
    const all = await publicationsIn(ctx, { asset: assetId, names });
    return all.find((one) => one.id === publication) as PublicationInfo;
  },
});

/** Takes a publication back: it is kept, and says so. */
export const withdrawPublication = verb({
  name: 'publications.withdraw',
  permission: 'content.write',
  kind: 'long',
  input: z.strictObject({ id, reason: z.string().trim().min(1).max(500) }),
  output: PublicationInfo,
  async run(ctx, { id: publication, reason }) {
    const { workspace, now } = ctx;
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const { id: by } = await personBehind(ctx);
    await ctx.transact(async (trx) => {
      const row = await trx
        .updateTable('publications')
        .set({ withdrawn_by: by, withdrawn_at: new Date(now), withdrawn_reason: reason })
        .where('workspace_id', '=', workspace.id)
        .where('id', '=', publication)
        .where('withdrawn_at', 'is', null)
        .returning('asset_id')
        .executeTakeFirst();
      if (!row) throw new MopsError('NOT_FOUND', 'There is no such publication.', 'See the asset.');
      ctx.audit({ publication, asset: row.asset_id, reason });
    });
    const all = await publicationsIn(ctx, { names });
    return all.find((one) => one.id === publication) as PublicationInfo;
  },
});

/** What was published where, the newest first. */
export const listPublications = verb({
  name: 'publications.list',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ asset: id.optional(), campaign: id.optional() }).prefault({}),
  output: z.array(PublicationInfo),
  async run(ctx, { asset, campaign }) {
    const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
    return publicationsIn(ctx, {
      ...(asset ? { asset } : {}),
      ...(campaign ? { campaign } : {}),
      names,
    });
  },
});

type Said = { publication: string; channel: string; campaign: string | null; at: string } & {
  url: string | null;
  link: string | null;
  asset: AssetRecord;
  version: VersionRow;
};

/** What others are told, so that a tool can post it. */
async function eventOf(trx: Trx, { asset, version, link, ...said }: Said) {
  const ids = link === null ? [] : [link];
  const [tracked] = await linkRows(trx, asset.workspace_id, { ids });
  const { number, title, text, hash } = version;
  const { id: piece, name, type } = asset;
  return {
    ...{ ...said, asset: piece, name, type, number, title, text, hash },
    link: tracked?.url ?? version.link,
  };
}

/** The gate: HTTP 409 with the list. */
function refuseOpen({ open, asset, version }: Standing): void {
  if (open.length === 0) return;
  throw new MopsError(
    'CONFLICT',
    `It may not be published yet: ${open.map(({ message }) => message).join(' ')}`,
    open[0]?.hint ?? null,
    { code: 'not_publishable', asset: asset.id, number: version.number, open },
  );
}

function notNewest(newest: number): MopsError {
  return new MopsError(
    'CONFLICT',
    `Version ${newest} is the newest; another one was meant.`,
    'Look at the newest version, and publish that one.',
    { newest },
  );
}

/** What stood behind it when it went out. */
function proofOf({ version, round, runs }: Standing) {
  return {
    hash: version.hash,
    approval: round?.id ?? null,
    packs: runs.map(({ run }) => ({ id: run.pack.id, version: run.pack.version, run: run.id })),
  };
}
