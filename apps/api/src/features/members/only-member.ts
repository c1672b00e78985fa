import { holdWorkspace } from '../../stores/records/hold-workspace.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

/**
 * Whether a person is the only member of a workspace. Whoever was asked to join is a member already; a key is nobody
 * of its own.
 */
export async function isOnlyMember(
  db: Db | Trx,
  workspaceId: string,
  personId: string,
): Promise<boolean> {
  const members = await db
    .selectFrom('members')
    .select('user_id')
    .where('workspace_id', '=', workspaceId)
    .limit(2)
    .execute();
  return members.length === 1 && members[0]?.user_id === personId;
}

/** The same until the end of a transaction: who joins at once waits for it, or is seen. */
export async function holdOnlyMember(
  trx: Trx,
  workspaceId: string,
  personId: string,
): Promise<boolean> {
  await holdWorkspace(trx, workspaceId);
  return isOnlyMember(trx, workspaceId, personId);
}
