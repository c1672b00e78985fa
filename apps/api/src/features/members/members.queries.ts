import type { Role } from '@openmops/domain/workspace';
import type { Trx } from '../../stores/records/records.ts';

/** The role of a member, with the workspace's members locked until the transaction ends. */
export async function lockedRole(
  trx: Trx,
  workspaceId: string,
  userId: string,
): Promise<Role | null> {
  const rows = await trx
    .selectFrom('members')
    .select(['user_id', 'role'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('user_id')
    .forUpdate()
    .execute();
  return rows.find((row) => row.user_id === userId)?.role ?? null;
}

export async function countOwners(trx: Trx, workspaceId: string): Promise<number> {
  const row = await trx
    .selectFrom('members')
    .select((eb) => eb.fn.countAll<number>().as('owners'))
    .where('workspace_id', '=', workspaceId)
    .where('role', '=', 'owner')
    .executeTakeFirstOrThrow();
  return row.owners;
}

/** A person by e-mail: whether they can sign in already, and in how many workspaces they are. */
export async function personByEmail(trx: Trx, email: string) {
  return trx
    .selectFrom('users')
    .leftJoin('accounts', 'accounts.user_id', 'users.id')
    .leftJoin('members', 'members.user_id', 'users.id')
    .select(['users.id'])
    .select((eb) => [
      eb.fn.count<number>('accounts.id').distinct().as('accounts'),
      eb.fn.count<number>('members.workspace_id').distinct().as('workspaces'),
    ])
    .where('users.email', '=', email)
    .groupBy('users.id')
    .executeTakeFirst();
}
