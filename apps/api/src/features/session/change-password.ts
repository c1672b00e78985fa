import { MopsError } from '@openmops/domain/shared';
import type { Actor } from '../../actor.ts';
import type { Trx } from '../../stores/records/records.ts';
import { userVerb } from '../../verb.ts';
import { appendAudit, appendInstanceAudit } from '../audit/append-audit.ts';
import { checkPassword } from './check-password.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { ChangePasswordInput } from './session.schema.ts';

/**
 * A new password, and the end of every session of the person; the door opens a new one for the
 * browser that asked. With `endKeys` the person's API keys end too, in every workspace. All or nothing.
 */
export const changePassword = userVerb({
  name: 'session.changePassword',
  kind: 'write',
  input: ChangePasswordInput,
  async run({ actor, records, now, requestId }, input) {
    if (actor.kind !== 'user') throw new MopsError('FORBIDDEN', 'Only a person has a password.');
    const { id: userId } = actor;
    checkPassword(input.newPassword, actor);
    const known = await records.system.db
      .selectFrom('accounts')
      .select('password')
      .where('user_id', '=', userId)
      .where('provider_id', '=', 'credential')
      .executeTakeFirst();
    const hash = known?.password ?? null;
    if (hash === null || !(await verifyPassword({ hash, password: input.currentPassword }))) {
      throw wrong();
    }
    const next = await hashPassword(input.newPassword);
    const at = new Date(now);
    return records.system.transaction(async (trx) => {
      // Of two at once, the second finds another password than the one it was given.
      const changed = await trx
        .updateTable('accounts')
        .set({ password: next, updated_at: at })
        .where('user_id', '=', userId)
        .where('password', '=', hash)
        .executeTakeFirst();
      if (changed.numUpdatedRows !== 1n) throw wrong();
      const ended = await trx
        .deleteFrom('sessions')
        .where('user_id', '=', userId)
        .executeTakeFirst();
      const keys = input.endKeys ? await endKeys(trx, { actor, at, requestId }) : 0;
      const details = { sessions: Number(ended.numDeletedRows), keys };
      const verb = 'session.changePassword';
      await appendInstanceAudit(trx, { at, userId, verb, details, requestId });
      return { userId, ...details };
    });
  },
});

type Ending = { actor: Extract<Actor, { kind: 'user' }>; at: Date; requestId: string };

/** Ends what programs got from the person; each workspace's trail tells of its own keys. */
async function endKeys(trx: Trx, { actor, at, requestId }: Ending): Promise<number> {
  const ended = await trx
    .updateTable('api_keys')
    .set({ revoked_at: at })
    .where('created_by', '=', actor.id)
    .where('revoked_at', 'is', null)
    .returning(['id', 'workspace_id'])
    .execute();
  // In one order, so that two such calls never wait for each other.
  const workspaces = [...new Set(ended.map((key) => key.workspace_id))].sort();
  for (const workspaceId of workspaces) {
    const keys = ended.filter((key) => key.workspace_id === workspaceId).map((key) => key.id);
    await appendAudit(trx, {
      workspaceId,
      at,
      actor,
      verb: 'keys.revoke',
      inputDigest: '',
      details: { keys, because: 'password changed' },
      requestId,
    });
  }
  return ended.length;
}

function wrong(): MopsError {
  return new MopsError('INVALID', 'The current password is wrong.', 'Try again.');
}
