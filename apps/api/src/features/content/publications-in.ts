import type { Context } from '../../verb.ts';
import type { PublicationInfo } from './content.schema.ts';
import { campaignNames } from './list-assets.ts';

type Which = {
  asset?: string;
  campaign?: string;
  /** Ms since 1970. */
  from?: number;
  to?: number;
  names: ReadonlyMap<string, string>;
};

/** Publications, the newest first; also those that were withdrawn. */
export async function publicationsIn(
  ctx: Context<'read' | 'long'>,
  { asset, campaign, from, to, names }: Which,
): Promise<PublicationInfo[]> {
  let asked = ctx.db
    .selectFrom('publications')
    .innerJoin('assets', 'assets.id', 'publications.asset_id')
    .innerJoin('asset_versions', 'asset_versions.id', 'publications.asset_version')
    .selectAll('publications')
    .select(['assets.name', 'asset_versions.number'])
    .where('publications.workspace_id', '=', ctx.workspace.id)
    .orderBy('publications.at', 'desc')
    .orderBy('publications.id');
  if (asset) asked = asked.where('publications.asset_id', '=', asset);
  if (campaign) asked = asked.where('publications.campaign_id', '=', campaign);
  if (from !== undefined) asked = asked.where('publications.at', '>=', new Date(from));
  if (to !== undefined) asked = asked.where('publications.at', '<', new Date(to));
  const rows = await asked.execute();
  const campaigns = await campaignNames(
    ctx,
    rows.map((row) => row.campaign_id),
  );
  const nameOf = (id: string | null) => names.get(id ?? '') ?? id ?? '';
  return rows.map((row) => ({
    id: row.id,
    asset: row.asset_id,
    assetName: row.name,
    number: row.number,
    channel: row.channel,
    at: row.at.toISOString(),
    campaign: row.campaign_id,
    campaignName: campaigns.get(row.campaign_id ?? '') ?? null,
    link: row.link_id,
    reference: row.reference,
    url: row.url,
    createdBy: nameOf(row.created_by),
    withdrawn:
      row.withdrawn_at === null
        ? null
        : {
            at: row.withdrawn_at.toISOString(),
            by: nameOf(row.withdrawn_by),
            reason: row.withdrawn_reason ?? '',
          },
  }));
}
