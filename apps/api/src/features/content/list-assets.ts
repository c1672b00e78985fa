import { dayInZone } from '@openmops/domain/calendar';
import { claimTrouble, findClaims } from '@openmops/domain/content';
import { formatDay, groupBy } from '@openmops/domain/shared';
import * as z from 'zod';
import { type Context, verb } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import {
  type AssetInfo,
  AssetStateName,
  AssetType,
  AssetInfo as Info,
  id,
} from './content.schema.ts';
import { type House, houseOf, type Standing, standingOf, stateOf, warningsOf } from './standing.ts';
import { type AssetRecord, assetOf, newestVersions, type VersionRow } from './version-rows.ts';

type Reading = Context<'read' | 'long'>;

/** Content, the last changed first, with its state and what is open before it may go out. */
export const listAssets = verb({
  name: 'content.list',
  permission: 'plans.read',
  kind: 'read',
  input: z
    .strictObject({
      search: z.string().trim().max(200).default(''),
      type: AssetType.optional(),
      state: AssetStateName.optional(),
      campaign: id.optional(),
      owner: z.string().max(80).optional(),
      archived: z.boolean().default(false),
      limit: z.int().min(1).max(500).default(200),
    })
    .prefault({}),
  output: z.array(Info),
  async run(ctx, { search, type, state, campaign, owner, archived, limit }) {
    let rows = ctx.db
      .selectFrom('assets')
      .selectAll()
      .where('workspace_id', '=', ctx.workspace.id)
      .where('archived_at', archived ? 'is not' : 'is', null)
      .orderBy('changed_at', 'desc')
      .orderBy('id')
      .limit(limit);
    if (type) rows = rows.where('type', '=', type);
    if (campaign) rows = rows.where('campaign_id', '=', campaign);
    if (owner) rows = rows.where('owner', '=', owner);
    if (search) {
      const like = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
      rows = rows.where('name', 'ilike', like);
    }
    const infos = await infosOf(ctx, await rows.execute());
    return state ? infos.filter((one) => one.state === state) : infos;
  },
});

/** One asset, as lists show it. */
export async function infoOf(ctx: Reading, asset: string): Promise<AssetInfo> {
  const [info] = await infosOf(ctx, [await assetOf(ctx.db, ctx.workspace.id, asset)]);
  return info as AssetInfo;
}

export async function infosOf(ctx: Reading, assets: readonly AssetRecord[]): Promise<AssetInfo[]> {
  const house = await houseOf(ctx.db, ctx.workspace, ctx.now);
  const ids = assets.map((asset) => asset.id);
  const newest = await newestVersions(ctx.db, ctx.workspace.id, ids);
  const pairs = assets.flatMap((asset) => {
    const version = newest.get(asset.id);
    return version ? [{ asset, version }] : [];
  });
  const standings = await standingOf(ctx.db, ctx.workspace.id, { pairs, house });
  return toInfos(ctx, { standings, house });
}

/** Standings as every door tells them. */
export async function toInfos(
  ctx: Reading,
  { standings, house }: { standings: readonly Standing[]; house: House },
): Promise<AssetInfo[]> {
  const names = await namesOfPeople(ctx.instance, ctx.workspace.id);
  const campaigns = await campaignNames(
    ctx,
    standings.map(({ asset }) => asset.campaign_id),
  );
  const live = await liveVersions(
    ctx,
    standings.map(({ asset }) => asset.id),
  );
  return standings.map((standing) => {
    const { asset, version, open } = standing;
    const versions = live.get(asset.id) ?? [];
    const isLive = versions.some(({ id: one }) => one === version.id);
    const older = versions.filter(({ id: one }) => one !== version.id);
    return {
      id: asset.id,
      name: asset.name,
      type: AssetType.parse(asset.type),
      state: stateOf(standing, isLive),
      owner: asset.owner,
      ownerName: asset.owner === null ? null : (names.get(asset.owner) ?? asset.owner),
      campaign: asset.campaign_id,
      campaignName: campaigns.get(asset.campaign_id ?? '') ?? null,
      persona: asset.persona,
      stage: asset.stage,
      product: asset.product,
      language: asset.language,
      topics: asset.topics,
      rightsUntil: textOf(asset.rights_until),
      plannedOn: textOf(asset.planned_on),
      plannedChannel: asset.planned_channel,
      version: asset.version,
      newest: version.number,
      liveVersions: versions.map(({ number }) => number).sort((a, b) => a - b),
      open,
      warnings: [...warningsOf(standing, { house, isLive }), ...liveTrouble(older, house)],
      changedAt: asset.changed_at.toISOString(),
      changedBy: names.get(asset.changed_by) ?? asset.changed_by,
    };
  });
}

/** Names of campaigns by id. */
export async function campaignNames(
  { db, workspace }: Reading,
  ids: readonly (string | null)[],
): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((one) => one !== null))];
  const rows = await campaignRows(db, workspace.id, wanted);
  return new Map(rows.map((row) => [row.id, row.name]));
}

type LiveVersion = Pick<VersionRow, 'id' | 'number' | 'title' | 'text'>;

/** Versions of assets that are published now, or will be. */
async function liveVersions(
  { db, workspace }: Reading,
  assetIds: readonly string[],
): Promise<Map<string, LiveVersion[]>> {
  if (assetIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('asset_versions')
    .select(['id', 'asset_id', 'number', 'title', 'text'])
    .where('workspace_id', '=', workspace.id)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('publications')
        .select('asset_version')
        .where('workspace_id', '=', workspace.id)
        .where('asset_id', 'in', [...assetIds])
        .where('withdrawn_at', 'is', null),
    )
    .execute();
  return groupBy(rows, (row) => row.asset_id);
}

/** Claims of older versions that are still out although nothing proves them any more. */
function liveTrouble(versions: readonly LiveVersion[], { claims, day }: House) {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  return versions.flatMap((version) => {
    const used = new Set(findClaims(version, claims).map(({ claim }) => claim));
    return [...used].flatMap((one) => {
      const claim = byId.get(one);
      const trouble = claim ? claimTrouble(claim, day) : null;
      if (!claim || trouble === null) return [];
      const message = `Version ${version.number} is live. “${claim.text}”: ${trouble}`;
      return [{ code: 'claim_over', message, hint: 'Renew what proves it.' }];
    });
  });
}

export const textOf = (day: number | null): string | null => (day === null ? null : formatDay(day));

/** Today in the zone of the workspace. */
export const todayOf = ({ now, workspace }: Pick<Reading, 'now' | 'workspace'>): number =>
  dayInZone(now, workspace.timeZone);
