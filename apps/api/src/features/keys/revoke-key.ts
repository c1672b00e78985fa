import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';

/** Ends a key for good, at once. */
export const revokeKey = verb({
  name: 'keys.revoke',
  permission: 'keys.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(64) }),
  async run({ db, workspace, now, audit }, { id }) {
    const row = await db
      .updateTable('api_keys')
      .set({ revoked_at: new Date(now) })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!row) throw new MopsError('NOT_FOUND', 'There is no such key.', 'Reload the list.');
    audit({ key: id });
    return { id };
  },
});
