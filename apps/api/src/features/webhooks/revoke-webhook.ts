import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';

/** Closes an address for good, at once. What it has brought stays. */
export const revokeWebhook = verb({
  name: 'webhooks.revoke',
  permission: 'integrations.write',
  kind: 'write',
  input: z.strictObject({ id: z.string().max(100) }),
  async run({ db, workspace, now, audit }, { id }) {
    const row = await db
      .updateTable('webhook_endpoints')
      .set({ revoked_at: new Date(now), secret: null, former_secrets: null })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!row) throw new MopsError('NOT_FOUND', 'There is no such webhook.', 'Reload the list.');
    audit({ webhook: id.slice(0, 10) });
    return { id };
  },
});
