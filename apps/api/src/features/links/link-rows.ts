import type { Db, Trx } from '../../stores/records/records.ts';

/** What other rooms know of a tracked link. */
export type LinkRef = { id: string; code: string; url: string; campaign: string; source: string };

/** Links of a workspace, newest first; of one campaign by its code, or all. */
export async function linkRows(
  db: Db | Trx,
  workspaceId: string,
  campaign?: string,
): Promise<LinkRef[]> {
  let rows = db
    .selectFrom('links')
    .select(['id', 'code', 'url', 'campaign', 'source'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc');
  if (campaign !== undefined) rows = rows.where('campaign', '=', campaign);
  return rows.execute();
}
