import type { Workspace } from '@openmops/domain/workspace';
import type { Db } from '../../stores/records/records.ts';
import { toWorkspace } from './to-workspace.ts';

/** Every workspace of the instance, by name. */
export async function listWorkspaces(db: Db): Promise<Workspace[]> {
  const rows = await db.selectFrom('workspaces').selectAll().orderBy('name').execute();
  return rows.map(toWorkspace);
}

/** One workspace by slug, whoever its members are. */
export async function findWorkspace(db: Db, slug: string): Promise<Workspace | null> {
  const row = await db
    .selectFrom('workspaces')
    .selectAll()
    .where('slug', '=', slug)
    .executeTakeFirst();
  return row ? toWorkspace(row) : null;
}
