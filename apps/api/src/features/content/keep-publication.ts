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
    link: string | null;
    reference: string | null;
    at: Date;
    by: string;
  },
): Promise<void> {
  const version = await newestOf(trx, of);
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
      link_id: of.link,
      reference: of.reference,
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

/** Keeps that somebody has said yes to the newest version of an asset, written the day before, as a sample brings it. */
export async function keepApproval(
  trx: Trx,
  of: { workspaceId: string; asset: string; by: string; approver: string; at: Date },
): Promise<void> {
  const version = await newestOf(trx, of);
  const seats = [{ who: `person:${of.approver}`, dueDays: null }];
  const approval = newId('ap');
  await trx
    .updateTable('asset_versions')
    .set({ created_at: new Date(of.at.getTime() - 86_400_000) })
    .where('workspace_id', '=', of.workspaceId)
    .where('id', '=', version.id)
    .execute();
  await trx
    .insertInto('approvals')
    .values({
      ...{ id: approval, workspace_id: of.workspaceId, version_id: version.id, hash: version.hash },
      route: JSON.stringify({ kind: 'parallel', seats, quorum: null }),
      authors: JSON.stringify([of.by]),
      ...{ submitted_by: of.by, submitted_at: of.at, withdrawn_at: null },
    })
    .execute();
  await trx
    .insertInto('approval_answers')
    .values({
      ...{ id: newId('aa'), workspace_id: of.workspaceId, approval_id: approval, seat: 0 },
      ...{ answered_by: of.approver, verdict: 'approve', reason: '', answered_at: of.at },
    })
    .execute();
}

function newestOf(trx: Trx, { workspaceId, asset }: { workspaceId: string; asset: string }) {
  return trx
    .selectFrom('asset_versions')
    .select(['id', 'hash'])
    .where('workspace_id', '=', workspaceId)
    .where('asset_id', '=', asset)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow();
}
