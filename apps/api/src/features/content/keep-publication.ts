import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';

/** Keeps that the newest version of an asset went out on a day, without its gates: as a sample brings it. */
export async function keepPublication(
  trx: Trx,
  of: {
    workspaceId: string;
    asset: string;
    campaign: string | null;
    channel: string;
    url: string | null;
    at: Date;
    by: string;
  },
): Promise<void> {
  const version = await trx
    .selectFrom('asset_versions')
    .select(['id', 'hash'])
    .where('workspace_id', '=', of.workspaceId)
    .where('asset_id', '=', of.asset)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
  await trx
    .insertInto('publications')
    .values({
      id: newId('pu'),
      workspace_id: of.workspaceId,
      asset_id: of.asset,
      asset_version: version.id,
      campaign_id: of.campaign,
      channel: of.channel,
      at: of.at,
      link_id: null,
      reference: null,
      url: of.url,
      proof: JSON.stringify({ hash: version.hash, approval: null, packs: [] }),
      created_by: of.by,
      created_at: of.at,
      withdrawn_by: null,
      withdrawn_at: null,
      withdrawn_reason: null,
    })
    .execute();
}
