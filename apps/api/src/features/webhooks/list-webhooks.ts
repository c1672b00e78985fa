import * as z from 'zod';
import { countingSecrets, oldSecretUntil } from '../../former-secrets.ts';
import { verb } from '../../verb.ts';
import { writeRefusals } from './refusals.ts';
import type { Provider } from './schemes/index.ts';
import type { Options } from './schemes/scheme.ts';
import { webhookAddress } from './webhook-address.ts';
import type { WebhookShown } from './webhooks.schema.ts';

/** The webhooks of the workspace, newest first, with what came and what was refused. */
export const listWebhooks = verb({
  name: 'webhooks.list',
  permission: 'integrations.read',
  kind: 'read',
  input: z.object({}).optional(),
  async run({ db, workspace, instance, now }) {
    await writeRefusals(instance);
    const rows = await db
      .selectFrom('webhook_endpoints')
      .selectAll()
      .where('workspace_id', '=', workspace.id)
      .orderBy('created_at', 'desc')
      .orderBy('id')
      .execute();
    const counts = await db
      .selectFrom('webhook_inbox')
      .select((row) => ['endpoint_id', 'state', row.fn.countAll<number>().as('count')])
      .where('workspace_id', '=', workspace.id)
      .where('state', 'in', ['waiting', 'rejected'])
      .groupBy(['endpoint_id', 'state'])
      .execute();
    const count = (id: string, state: string) =>
      counts.find((one) => one.endpoint_id === id && one.state === state)?.count ?? 0;
    return rows.map((row): WebhookShown => {
      const provider = row.provider as Provider;
      return {
        id: row.id,
        name: row.name,
        provider,
        source: row.source,
        stream: row.stream,
        key: row.key_fields,
        address: webhookAddress(instance.address(), { id: row.id, provider }),
        options: row.options as Options,
        hasSecret: row.secret !== null,
        oldSecretUntil: oldSecretUntil(row.former_secrets, now),
        oldSecrets: countingSecrets(row.former_secrets, now).length,
        createdAt: row.created_at.toISOString(),
        revoked: row.revoked_at !== null,
        received: row.received,
        lastReceivedAt: row.last_received_at?.toISOString() ?? null,
        waiting: count(row.id, 'waiting'),
        rejected: count(row.id, 'rejected'),
        refused: row.refused,
        lastRefusedAt: row.last_refused_at?.toISOString() ?? null,
        lastRefusal: row.last_refusal,
      };
    });
  },
});
