import type { Db, Trx } from '../../stores/records/records.ts';

/** The person who claimed the instance; null before that. */
export async function claimedBy(trx: Trx): Promise<string | null> {
  const row = await trx
    .selectFrom('instance')
    .select('value')
    .where('key', '=', 'claimed')
    .executeTakeFirst();
  return (row?.value as { userId?: string } | undefined)?.userId ?? null;
}

/** Whether a person owns a workspace of their own, or claimed the instance. The sample is no ground. */
export async function ownsWorkspace(trx: Trx, userId: string): Promise<boolean> {
  if ((await claimedBy(trx)) === userId) return true;
  const row = await trx
    .selectFrom('members')
    .innerJoin('workspaces', 'workspaces.id', 'members.workspace_id')
    .select('members.role')
    .where('members.user_id', '=', userId)
    .where('members.role', '=', 'owner')
    .where('workspaces.sample', '=', false)
    .executeTakeFirst();
  return row !== undefined;
}

/** Every workspace with the number of its members, for the command line. */
export async function workspacesWithMembers(db: Db) {
  return db
    .selectFrom('workspaces')
    .leftJoin('members', 'members.workspace_id', 'workspaces.id')
    .select(['slug', 'name', 'currency', 'time_zone as timeZone', 'sample'])
    .select((eb) => eb.fn.count<number>('members.user_id').as('members'))
    .groupBy('workspaces.id')
    .orderBy('slug')
    .execute();
}
