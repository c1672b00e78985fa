import { MopsError } from '@openmops/domain/shared';
import type { Selectable } from 'kysely';
import type {
  AssetTable,
  AssetVersionTable,
  ContentFileTable,
} from '../../stores/records/content-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

export type AssetRecord = Selectable<AssetTable>;
export type VersionRow = Selectable<AssetVersionTable>;
export type FileRow = Selectable<ContentFileTable>;

/** An asset; NOT_FOUND when this workspace has none of that id. `hold`: nobody else changes it until the end. */
export async function assetOf(
  db: Db | Trx,
  workspaceId: string,
  id: string,
  { hold = false }: { hold?: boolean } = {},
): Promise<AssetRecord> {
  const row = await db
    .selectFrom('assets')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .$if(hold, (found) => found.forUpdate())
    .executeTakeFirst();
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such asset.', 'See the list of content.');
}

/** Versions of an asset, the newest first. */
export function versionsOf(
  db: Db | Trx,
  workspaceId: string,
  assetId: string,
): Promise<VersionRow[]> {
  return db
    .selectFrom('asset_versions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('asset_id', '=', assetId)
    .orderBy('number', 'desc')
    .execute();
}

/** The newest version of each of some assets. */
export async function newestVersions(
  db: Db | Trx,
  workspaceId: string,
  assetIds: readonly string[],
): Promise<Map<string, VersionRow>> {
  if (assetIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('asset_versions')
    .selectAll()
    .distinctOn('asset_id')
    .where('workspace_id', '=', workspaceId)
    .where('asset_id', 'in', [...assetIds])
    .orderBy('asset_id')
    .orderBy('number', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.asset_id, row]));
}

/** Files by id. */
export async function filesOf(
  db: Db | Trx,
  workspaceId: string,
  ids: readonly (string | null)[],
): Promise<Map<string, FileRow>> {
  const wanted = [...new Set(ids.filter((one) => one !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db
    .selectFrom('content_files')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', wanted)
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** The file of that id; NOT_FOUND otherwise. */
export async function fileOf(db: Db | Trx, workspaceId: string, id: string): Promise<FileRow> {
  const row = (await filesOf(db, workspaceId, [id])).get(id);
  if (row) return row;
  throw new MopsError('NOT_FOUND', 'There is no such file.', 'Upload it first.');
}
