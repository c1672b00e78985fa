import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';

/** The last messages of a webhook and what became of them, newest first; not what they hold. */
export const listDeliveries = verb({
  name: 'webhooks.deliveries',
  permission: 'integrations.read',
  kind: 'read',
  input: z.strictObject({
    id: z.string().max(100),
    limit: z.number().int().min(1).max(500).default(50),
    state: z.enum(['waiting', 'done', 'rejected']).optional(),
  }),
  async run({ db, workspace }, { id, limit, state }) {
    const endpoint = await db
      .selectFrom('webhook_endpoints')
      .select('id')
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .executeTakeFirst();
    if (!endpoint)
      throw new MopsError('NOT_FOUND', 'There is no such webhook.', 'Reload the list.');
    const rows = await db
      .selectFrom('webhook_inbox')
      .select(['message_id', 'state', 'sent_at', 'received_at', 'bytes', 'rows', 'reason'])
      .where('workspace_id', '=', workspace.id)
      .where('endpoint_id', '=', id)
      .$if(state !== undefined, (query) => query.where('state', '=', state ?? 'waiting'))
      .orderBy('seq', 'desc')
      .limit(limit)
      .execute();
    return rows.map((row) => ({
      message: row.message_id,
      state: row.state,
      sentAt: row.sent_at?.toISOString() ?? null,
      receivedAt: row.received_at.toISOString(),
      bytes: row.bytes,
      /** Records that it brought; null: not read yet, or unreadable. */
      rows: row.rows,
      reason: row.reason,
    }));
  },
});
