import type { Role, Workspace } from '@openmops/domain/workspace';
import type { Selectable } from 'kysely';
import type { Db } from '../../stores/records/records.ts';
import type { WorkspaceTable } from '../../stores/records/schema.ts';

/** A workspace as the domain knows it. */
export function toWorkspace(row: Selectable<WorkspaceTable>): Workspace {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    currency: row.currency,
    timeZone: row.time_zone,
    fiscalStart: row.fiscal_start,
    fiscalNamedBy: row.fiscal_named_by,
    weekStart: row.week_start,
    sample: row.sample,
  };
}

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
