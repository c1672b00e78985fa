import { MopsError } from '@openmops/domain/shared';
import type * as z from 'zod';
import { seal } from '../../stores/records/seal.ts';
import { verb } from '../../verb.ts';
import type { Provider } from './schemes/index.ts';
import { chooseSecret, newEndpointId, nextStep, webhookAddress } from './webhook-address.ts';
import { CreateWebhookInput, type WebhookOptions } from './webhooks.schema.ts';

const MAX_ENDPOINTS = 200;
const NAMING = ['idHeader', 'idField', 'timeField', 'typeField'] as const;
const USED: Record<Provider, readonly (keyof z.output<typeof WebhookOptions>)[]> = {
  standard: [],
  hubspot: [],
  clickfunnels: [],
  salesforce: ['organization'],
  address: NAMING,
  generic: ['header', 'encoding', 'prefix', 'signed', 'timestampHeader', ...NAMING],
};

/** Makes an address at which a system can send messages. Its secret is shown once. */
export const createWebhook = verb({
  name: 'webhooks.create',
  permission: 'integrations.write',
  kind: 'write',
  input: CreateWebhookInput,
  async run({ db, actor, workspace, instance, audit }, input) {
    const { name, provider, options } = input;
    checkOptions(provider, options);
    const { count } = await db
      .selectFrom('webhook_endpoints')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('workspace_id', '=', workspace.id)
      .where('revoked_at', 'is', null)
      .executeTakeFirstOrThrow();
    if (count >= MAX_ENDPOINTS) {
      throw new MopsError(
        'LIMIT',
        `There are ${MAX_ENDPOINTS} webhooks already.`,
        'Revoke one that is not used.',
      );
    }
    const id = newEndpointId();
    const secret = chooseSecret(provider, input.secret);
    const place = { workspaceId: workspace.id, kind: 'webhook', id };
    const key = input.key ?? [provider === 'salesforce' ? 'Id' : '_message'];
    const source = input.source ?? (provider === 'standard' ? 'webhook' : provider);
    await db
      .insertInto('webhook_endpoints')
      .values({
        id,
        workspace_id: workspace.id,
        name,
        provider,
        source,
        stream: input.stream ?? null,
        key_fields: JSON.stringify(key),
        options: JSON.stringify(options),
        secret: secret === null ? null : seal(instance.secret, place, secret),
        former_secrets: null,
        last_received_at: null,
        last_refused_at: null,
        last_refusal: null,
        created_by: actor.kind === 'user' ? actor.id : '',
        revoked_at: null,
      })
      .execute();
    audit({ webhook: id.slice(0, 10), provider, source });
    return {
      id,
      address: webhookAddress(instance.address(), { id, provider, secret }),
      secret,
      next: nextStep(provider, secret),
    };
  },
});

function checkOptions(provider: Provider, options: z.output<typeof WebhookOptions>): void {
  const [foreign] = Object.keys(options).filter(
    (name) => !(USED[provider] as readonly string[]).includes(name),
  );
  if (foreign) {
    throw new MopsError('INVALID', `${foreign} means nothing for ${provider}.`, 'Leave it out.');
  }
  if (provider === 'salesforce' && !options.organization) {
    throw new MopsError(
      'INVALID',
      'The organisation of Salesforce is missing.',
      'It stands in Setup, Company information: 15 or 18 characters that begin with 00D.',
    );
  }
  const timed = (options.signed ?? 'body') !== 'body';
  if (timed && !options.timestampHeader) {
    throw new MopsError(
      'INVALID',
      'The header with the time is missing.',
      'Name it, since the time is part of what is signed.',
    );
  }
}
