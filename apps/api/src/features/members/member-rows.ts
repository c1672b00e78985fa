import type { Db, Trx } from '../../stores/records/records.ts';

/** The members of a workspace with their names; needs the system's view of people. */
export async function listMemberRows(db: Db | Trx, workspaceId: string) {
  return db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .leftJoin('accounts', 'accounts.user_id', 'users.id')
    .select(['users.id', 'users.name', 'users.email', 'members.role', 'members.created_at'])
    .select((eb) => eb('accounts.password', 'is', null).as('invited'))
    .where('members.workspace_id', '=', workspaceId)
    .orderBy('users.name')
    .execute();
}
