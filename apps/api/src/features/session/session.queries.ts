import type { Role, Workspace } from '@openmops/domain/workspace';
import type { Db } from '../../stores/records/records.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';

/** The workspaces of a person, with the person's role in each, by name. */
export async function workspacesOfUser(
  db: Db,
  userId: string,
): Promise<(Workspace & { role: Role })[]> {
  const rows = await db
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
    .selectAll('workspaces')
    .select('members.role')
    .where('members.user_id', '=', userId)
    .orderBy('workspaces.name')
    .execute();
  return rows.map((row) => ({ ...toWorkspace(row), role: row.role }));
}

/** One workspace of a person by slug; null when there is none, or it is not theirs. */
export async function membership(
  db: Db,
  userId: string,
  slug: string,
): Promise<(Workspace & { role: Role }) | null> {
  const row = await db
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
    .selectAll('workspaces')
    .select('members.role')
    .where('members.user_id', '=', userId)
    .where('workspaces.slug', '=', slug)
    .executeTakeFirst();
  return row ? { ...toWorkspace(row), role: row.role } : null;
}

/** Whether a first owner has taken the instance. */
export async function isClaimed(db: Db): Promise<boolean> {
  const row = await db
    .selectFrom('instance')
    .select('key')
    .where('key', '=', 'claimed')
    .executeTakeFirst();
  return row !== undefined;
}
