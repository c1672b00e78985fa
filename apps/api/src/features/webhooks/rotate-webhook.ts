import { MopsError } from '@openmops/domain/shared';
import { replaceSecret } from '../../former-secrets.ts';
import { seal } from '../../stores/records/seal.ts';
import { verb } from '../../verb.ts';
import type { Provider } from './schemes/index.ts';
import { chooseSecret, nextStep, webhookAddress } from './webhook-address.ts';
import { RotateWebhookInput } from './webhooks.schema.ts';

/** Gives an endpoint another secret; each one before is taken until the time that was said of it. */
export const rotateWebhook = verb({
  name: 'webhooks.rotate',
  permission: 'integrations.write',
  kind: 'write',
  input: RotateWebhookInput,
  async run({ db, workspace, instance, now, audit }, { id, secret: given, oldHours }) {
    const row = await db
      .selectFrom('webhook_endpoints')
      .select(['provider', 'secret', 'former_secrets'])
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
    const { former, until } = replaceSecret(row, { oldHours, now });
    const place = { workspaceId: workspace.id, kind: 'webhook', id };
    const changed = await db
      .updateTable('webhook_endpoints')
      .set({
        secret: seal(instance.secret, place, secret),
        former_secrets: JSON.stringify(former),
      })
      .where('workspace_id', '=', workspace.id)
      .where('id', '=', id)
      .where('secret', 'is not distinct from', row.secret)
      .returning('id')
      .executeTakeFirst();
    if (!changed)
      throw new MopsError(
        'CONFLICT',
        'Somebody else has just changed the secret.',
        'Use the one that was shown to them.',
      );
    audit({ webhook: id.slice(0, 10), oldHours });
    return {
      id,
      address: webhookAddress(instance.address(), { id, provider, secret }),
      secret: given === undefined ? secret : null,
      oldSecretUntil: until,
      next: nextStep(provider, secret),
    };
  },
});
