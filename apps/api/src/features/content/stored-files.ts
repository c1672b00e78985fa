import type { Db, Trx } from '../../stores/records/records.ts';

/** The files that a workspace keeps, each content once. */
export async function storedFiles(
  db: Db | Trx,
  workspaceId: string,
): Promise<{ workspaceId: string; sha256: string }[]> {
  const rows = await db
    .selectFrom('content_files')
    .select('sha256')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .orderBy('sha256')
    .execute();
  return rows.map(({ sha256 }) => ({ workspaceId, sha256 }));
}
