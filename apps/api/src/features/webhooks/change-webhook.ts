import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { ChangeWebhookInput } from './webhooks.schema.ts';

/** Mends what an endpoint says of its messages: of those that come, and of those that are taken again. */
export const changeWebhook = verb({
  name: 'webhooks.change',
  permission: 'integrations.write',
  kind: 'write',
  input: ChangeWebhookInput,
  output: z.object({ id: z.string() }),
  async run({ db, workspace, audit }, { id, name, stream, key }) {
    const changed = await db
      .updateTable('webhook_endpoints')
      .set({
        // So that there is something to set, whatever is left out.
        workspace_id: workspace.id,
        ...(name === undefined ? {} : { name }),
        ...(stream === undefined ? {} : { stream }),
        ...(key === undefined ? {} : { key_fields: JSON.stringify(key) }),
      })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst();
    if (!changed) throw new MopsError('NOT_FOUND', 'There is no such webhook.', 'Reload the list.');
    audit({ webhook: id.slice(0, 10), ...(key ? { key } : {}), ...(stream ? { stream } : {}) });
    return { id };
  },
});
