import type { Db, Trx } from '../../stores/records/records.ts';

/** Objectives by id, as other rooms know them. */
export async function objectiveRows(
  db: Db | Trx,
  workspaceId: string,
  ids: readonly string[],
): Promise<{ id: string; name: string; owner: string | null }[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom('objectives')
    .select(['id', 'name', 'owner'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', [...ids])
    .orderBy('created_at')
    .execute();
}
