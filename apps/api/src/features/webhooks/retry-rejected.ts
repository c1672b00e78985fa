import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { drainSoon } from './drain-inbox.ts';

/** Takes messages again that nobody could read, after the webhook was mended: one, or all of them. */
export const retryRejected = verb({
  name: 'webhooks.retry',
  permission: 'integrations.write',
  kind: 'long',
  input: z.strictObject({ id: z.string().max(100), message: z.string().max(300).optional() }),
  output: z.object({ id: z.string(), taken: z.number() }),
  async run({ workspace, instance, transact, audit }, { id, message }) {
    const taken = await transact(async (trx) => {
      let rejected = trx
        .updateTable('webhook_inbox')
        .set({ state: 'waiting', reason: null })
        .where('workspace_id', '=', workspace.id)
        .where('endpoint_id', '=', id)
        .where('state', '=', 'rejected');
      if (message !== undefined) rejected = rejected.where('message_id', '=', message);
      const { numUpdatedRows } = await rejected.executeTakeFirst();
      const taken = Number(numUpdatedRows);
      if (taken === 0)
        throw new MopsError(
          'NOT_FOUND',
          'There is no such message that could not be read.',
          'See its deliveries.',
        );
      audit({ webhook: id.slice(0, 10), messages: taken });
      return taken;
    });
    drainSoon(instance, workspace.id);
    return { id, taken };
  },
});
