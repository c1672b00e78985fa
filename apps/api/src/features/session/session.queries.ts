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

/** Whose session it is, by the hash of its token. Times in ms since 1970. */
export async function sessionByHash(db: Db, tokenHash: string) {
  const row = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['sessions.id', 'sessions.expires_at', 'sessions.created_at'])
    .select(['users.id as userId', 'users.name', 'users.email'])
    .where('sessions.token', '=', tokenHash)
    .executeTakeFirst();
  if (!row) return null;
  const { id: sessionId, userId, name, email } = row;
  return {
    who: { userId, name, email, sessionId },
    expiresAt: row.expires_at.getTime(),
    createdAt: row.created_at.getTime(),
  };
}
