import type { Db, Trx } from '../../stores/records/records.ts';

/** What other rooms know of a tracked link. */
export type LinkRef = { id: string; code: string; url: string; campaign: string; source: string };

/**
 * Links of a workspace that stand, newest first: all, those named, or those whose tags name some campaigns. `removed`:
 * also those that were taken out of use, because what they brought stays.
 */
export async function linkRows(
  db: Db | Trx,
  workspaceId: string,
  of?: { ids: readonly string[]; removed?: boolean } | { campaigns: readonly string[] },
): Promise<LinkRef[]> {
  let rows = db
    .selectFrom('links')
    .select(['id', 'code', 'url', 'campaign', 'source'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('id');
  const removed = of && 'ids' in of && of.removed;
  if (!removed) rows = rows.where('removed_at', 'is', null);
  if (!of) return rows.execute();
  const [column, wanted] =
    'ids' in of ? (['id', of.ids] as const) : (['campaign', of.campaigns] as const);
  return wanted.length === 0 ? [] : rows.where(column, 'in', [...wanted]).execute();
}
