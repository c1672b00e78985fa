import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';

/** Ends an embed token: pages that carry it show nothing from the next request on. */
export const revokeEmbed = verb({
  name: 'embeds.revoke',
  permission: 'embeds.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(64) }),
  async run({ db, workspace, now, audit }, { id }) {
    const row = await db
      .updateTable('embed_tokens')
      .set({ revoked_at: new Date(now) })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!row) throw new MopsError('NOT_FOUND', 'There is no such token.', 'Reload the list.');
    audit({ embed: id });
    return { id };
  },
});
