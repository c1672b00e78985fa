import type { Db, Trx } from '../../stores/records/records.ts';

/** Objectives as other rooms know them: those that are named, or all. */
export async function objectiveRows(
  db: Db | Trx,
  workspaceId: string,
  ids?: readonly string[],
): Promise<{ id: string; name: string; owner: string | null; archived: boolean }[]> {
  if (ids?.length === 0) return [];
  return db
    .selectFrom('objectives')
    .select(['id', 'name', 'owner', 'archived'])
    .where('workspace_id', '=', workspaceId)
    .$if(ids !== undefined, (rows) => rows.where('id', 'in', [...(ids ?? [])]))
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}
