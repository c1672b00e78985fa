import { readFileSync } from 'node:fs';
import { type Command, table, UsageError } from '../../cli/command.ts';
import { typedPath } from '../../env.ts';
import type { WebhookShown } from './webhooks.schema.ts';

type Made = { id: string; address: string; secret: string | null; next: string };

/** Options of `webhook create` that are passed on: the option → the name of the input. */
const OPTIONS: Record<string, string> = {
  organization: 'organization',
  header: 'header',
  encoding: 'encoding',
  prefix: 'prefix',
  signed: 'signed',
  'timestamp-header': 'timestampHeader',
  'id-header': 'idHeader',
  'id-field': 'idField',
  'time-field': 'timeField',
  'type-field': 'typeField',
};

const create: Command = {
  name: 'webhook create',
  usage:
    'NAME --provider PROVIDER [--source ID] [--stream NAME] [--key FIELDS] [--secret FILE] [--organization ID] [--header NAME] [--encoding hex] [--prefix TEXT] [--signed body] [--timestamp-header NAME] [--id-header NAME] [--id-field PATH] [--time-field PATH] [--type-field PATH]',
  summary: 'Makes an address at which another system can send signed messages.',
  positionals: { min: 1, max: 1 },
  options: {
    provider: { type: 'string' },
    source: { type: 'string' },
    stream: { type: 'string' },
    key: { type: 'string' },
    secret: { type: 'string' },
    ...Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, { type: 'string' as const }])),
  },
  async run({ positionals, values, client }) {
    if (!values.provider) throw new UsageError('--provider is missing.');
    const options = Object.entries(OPTIONS).flatMap(([option, name]) =>
      values[option] === undefined ? [] : [[name, values[option]]],
    );
    const made = await client.call<Made>('webhooks.create', {
      name: positionals[0],
      provider: values.provider,
      ...(values.source ? { source: values.source } : {}),
      ...(values.stream ? { stream: values.stream } : {}),
      ...(values.key ? { key: String(values.key).split(',') } : {}),
      ...secretOf(values.secret),
      options: Object.fromEntries(options),
    });
    return { json: { webhook: made }, text: () => told(made) };
  },
};

const list: Command = {
  name: 'webhook list',
  usage: '',
  summary: 'The webhooks of the workspace, with what came and what was refused.',
  async run({ client }) {
    const webhooks = await client.call<WebhookShown[]>('webhooks.list', {});
    const headings = ['name', 'provider', 'received', 'waiting', 'rejected', 'refused', 'address'];
    return {
      json: { webhooks },
      text: () =>
        table(
          headings,
          webhooks.map((one) => [
            one.name,
            one.provider,
            one.received,
            one.waiting,
            one.rejected,
            one.refused,
            one.revoked ? 'revoked' : one.address,
          ]),
        ),
    };
  },
};

const rotate: Command = {
  name: 'webhook rotate',
  usage: 'ID [--secret FILE] [--old-hours 24]',
  summary: 'Gives a webhook another secret; the one before is taken for some hours more.',
  positionals: { min: 1, max: 1 },
  options: { secret: { type: 'string' }, 'old-hours': { type: 'string' } },
  async run({ positionals, values, client }) {
    const made = await client.call<Made & { oldSecretUntil: string | null }>('webhooks.rotate', {
      id: positionals[0],
      ...secretOf(values.secret),
      ...(values['old-hours'] === undefined ? {} : { oldHours: values['old-hours'] }),
    });
    const until = made.oldSecretUntil;
    return {
      json: { webhook: made },
      text: () =>
        [
          values.secret ? 'The secret is set.' : told(made),
          ...(until ? [`The secret before it is taken until ${until}.`] : []),
        ].join('\n'),
    };
  },
};

const change: Command = {
  name: 'webhook change',
  usage: 'ID [--name NAME] [--stream NAME] [--key FIELDS]',
  summary: 'Mends what a webhook says of its messages; what is not named stays.',
  positionals: { min: 1, max: 1 },
  options: { name: { type: 'string' }, stream: { type: 'string' }, key: { type: 'string' } },
  async run({ positionals, values, client }) {
    const changed = await client.call<{ id: string }>('webhooks.change', {
      id: positionals[0],
      ...(values.name ? { name: values.name } : {}),
      ...(values.stream ? { stream: values.stream } : {}),
      ...(values.key ? { key: String(values.key).split(',') } : {}),
    });
    return { json: { webhook: changed }, text: () => 'The webhook is changed.' };
  },
};

const retry: Command = {
  name: 'webhook retry',
  usage: 'ID [MESSAGE]',
  summary: 'Takes messages again that could not be read: one, or all.',
  positionals: { min: 1, max: 2 },
  async run({ positionals: [id, message], client }) {
    const retried = await client.call<{ taken: number }>('webhooks.retry', {
      id,
      ...(message ? { message } : {}),
    });
    return { json: { retried }, text: () => `${retried.taken} messages are taken again.` };
  },
};

const revoke: Command = {
  name: 'webhook revoke',
  usage: 'ID',
  summary: 'Closes a webhook for good; what it has brought stays.',
  positionals: { min: 1, max: 1 },
  async run({ positionals, client }) {
    const revoked = await client.call<{ id: string }>('webhooks.revoke', { id: positionals[0] });
    return { json: { revoked }, text: () => 'The webhook is closed.' };
  },
};

function told({ address, secret, next }: Made): string {
  return [`address: ${address}`, ...(secret ? [`secret:  ${secret}`] : []), next].join('\n');
}

/** From a file or standard input: a secret in the command itself could be read by others. */
function secretOf(path: unknown): { secret?: string } {
  if (typeof path !== 'string') return {};
  const secret = readFileSync(path === '-' ? 0 : typedPath(path), 'utf8').trim();
  return { secret };
}

export const webhookCommands = [create, list, change, retry, rotate, revoke];
