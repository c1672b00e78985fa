import { GRANTS, type Workspace } from '@openmops/domain/workspace';
import type { Actor } from '../../actor.ts';
import type { Instance } from '../../instance.ts';
import { remembering } from '../../memory.ts';
import { hashToken } from '../../secret.ts';
import { toWorkspace } from '../workspace/to-workspace.ts';

const USED_EVERY_MS = 60_000;

export type Verified = { actor: Actor; workspace: Workspace };

/** When a remembered key was last marked as used: once a minute is often enough. */
const marked = new WeakMap<object, { at: number }>();
const remember = remembering<Awaited<ReturnType<typeof findKey>>>(1000);

/** Whose key this is and what it may do; null: unknown, revoked or expired. */
export async function verifyKey(instance: Instance, key: string): Promise<Verified | null> {
  const { system } = instance.records;
  const now = instance.now();
  const hash = hashToken(key);
  const row = await remember(instance, hash, () => findKey(instance, hash));
  if (!row || (row.expires_at && row.expires_at.getTime() <= now)) return null;
  const used = marked.get(row)?.at ?? row.last_used_at?.getTime() ?? 0;
  if (now - used > USED_EVERY_MS) {
    marked.set(row, { at: now });
    await system.transaction(
      (trx) =>
        trx
          .updateTable('api_keys')
          .set({ last_used_at: new Date(now) })
          .where('id', '=', row.keyId)
          .execute(),
      { quiet: true },
    );
  }
  // A key made on the command line has no person behind it who could lose a role.
  const granted = row.created_by === '' ? GRANTS.owner : row.role ? GRANTS[row.role] : [];
  const permissions = row.scopes.filter((scope) => granted.includes(scope));
  return {
    actor: { kind: 'apiKey', id: row.keyId, name: row.keyName, permissions },
    workspace: toWorkspace(row),
  };
}

function findKey(instance: Instance, hash: string) {
  return instance.records.system.db
    .selectFrom('api_keys')
    .innerJoin('workspaces', 'workspaces.id', 'api_keys.workspace_id')
    .leftJoin('members', (join) =>
      join
        .onRef('members.workspace_id', '=', 'api_keys.workspace_id')
        .onRef('members.user_id', '=', 'api_keys.created_by'),
    )
    .selectAll('workspaces')
    .select([
      'api_keys.id as keyId',
      'api_keys.name as keyName',
      'api_keys.scopes',
      'api_keys.created_by',
      'api_keys.expires_at',
      'api_keys.last_used_at',
      'members.role',
    ])
    .where('api_keys.key_hash', '=', hash)
    .where('api_keys.revoked_at', 'is', null)
    .executeTakeFirst();
}
