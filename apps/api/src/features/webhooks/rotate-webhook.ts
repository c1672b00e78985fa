import { MopsError } from '@openmops/domain/shared';
import { seal } from '../../stores/records/seal.ts';
import { verb } from '../../verb.ts';
import type { Provider } from './schemes/index.ts';
import { chooseSecret, nextStep, webhookAddress } from './webhook-address.ts';
import { RotateWebhookInput } from './webhooks.schema.ts';

const OLD_MS = 24 * 3_600_000;

/** Gives an endpoint another secret; the one before is taken for a day more. */
export const rotateWebhook = verb({
  name: 'webhooks.rotate',
  permission: 'integrations.write',
  kind: 'write',
  input: RotateWebhookInput,
  async run({ db, workspace, instance, now, audit }, { id, secret: given }) {
    const row = await db
      .selectFrom('webhook_endpoints')
      .select(['provider', 'secret'])
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (!row) throw new MopsError('NOT_FOUND', 'There is no such webhook.', 'Reload the list.');
    const provider = row.provider as Provider;
    const secret = chooseSecret(provider, given);
    if (secret === null) {
      throw new MopsError(
        'INVALID',
        `The secret of ${provider} is missing.`,
        'The sender makes it and shows it; enter that one.',
      );
    }
    const oldUntil = row.secret === null ? null : new Date(now + OLD_MS);
    const place = { workspaceId: workspace.id, kind: 'webhook', id };
    await db
      .updateTable('webhook_endpoints')
      .set({
        secret: seal(instance.secret, place, secret),
        previous_secret: row.secret,
        previous_until: oldUntil,
      })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .execute();
    audit({ webhook: id.slice(0, 10) });
    return {
      id,
      address: webhookAddress(instance.address(), { id, provider, secret }),
      secret: given === undefined ? secret : null,
      oldSecretUntil: oldUntil?.toISOString() ?? null,
      next: nextStep(provider, secret),
    };
  },
});
