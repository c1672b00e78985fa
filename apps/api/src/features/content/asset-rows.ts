import type { Db, Trx } from '../../stores/records/records.ts';

export type AssetRow = {
  id: string;
  name: string;
  type: string;
  owner: string | null;
  campaignId: string | null;
  /** Days since 1970. */
  plannedOn: number | null;
  plannedChannel: string | null;
};

/** Assets of a workspace that are not archived, for other rooms: those named, or all. */
export async function assetRows(
  db: Db | Trx,
  workspaceId: string,
  ids?: readonly string[],
): Promise<AssetRow[]> {
  if (ids?.length === 0) return [];
  let rows = db
    .selectFrom('assets')
    .select(['id', 'name', 'type', 'owner', 'campaign_id', 'planned_on', 'planned_channel'])
    .where('workspace_id', '=', workspaceId)
    .where('archived_at', 'is', null)
    .orderBy('name');
  if (ids) rows = rows.where('id', 'in', [...ids]);
  return (await rows.execute()).map((row) => ({
    id: row.id,
    name: row.name,
    type: row.type,
    owner: row.owner,
    campaignId: row.campaign_id,
    plannedOn: row.planned_on,
    plannedChannel: row.planned_channel,
  }));
}

export type PublicationRow = {
  id: string;
  assetId: string;
  assetName: string;
  version: number;
  campaignId: string | null;
  linkId: string | null;
  channel: string;
  at: Date;
};

/** Publications that stand, the newest first, for other rooms. */
export async function publicationRows(
  db: Db | Trx,
  workspaceId: string,
  of: { campaignId?: string } = {},
): Promise<PublicationRow[]> {
  let rows = db
    .selectFrom('publications')
    .innerJoin('assets', 'assets.id', 'publications.asset_id')
    .innerJoin('asset_versions', 'asset_versions.id', 'publications.asset_version')
    .select([
      'publications.id',
      'publications.asset_id',
      'assets.name',
      'asset_versions.number',
      'publications.campaign_id',
      'publications.link_id',
      'publications.channel',
      'publications.at',
    ])
    .where('publications.workspace_id', '=', workspaceId)
    .where('publications.withdrawn_at', 'is', null)
    .orderBy('publications.at', 'desc');
  if (of.campaignId) rows = rows.where('publications.campaign_id', '=', of.campaignId);
  return (await rows.execute()).map((row) => ({
    id: row.id,
    assetId: row.asset_id,
    assetName: row.name,
    version: row.number,
    campaignId: row.campaign_id,
    linkId: row.link_id,
    channel: row.channel,
    at: row.at,
  }));
}
