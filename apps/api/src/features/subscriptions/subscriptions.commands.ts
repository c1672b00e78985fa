import { type Command, table, UsageError } from '../../cli/command.ts';
import type { DeliveryShown, Subscription } from './subscriptions.schema.ts';

type Made = { id: string; secret: string };
const ONE = { min: 1, max: 1 };

const create: Command = {
  name: 'subscription create',
  usage: 'ADDRESS --event NAME… [--name NAME]',
  summary: 'Tells an address of another system when something happens.',
  positionals: ONE,
  options: { event: { type: 'string', multiple: true }, name: { type: 'string' } },
  async run({ positionals, values, client }) {
    if (!values.event) throw new UsageError('--event is missing.');
    const subscription = await client.call<Made>('subscriptions.create', {
      address: positionals[0],
      events: values.event,
      ...(values.name ? { name: values.name } : {}),
    });
    const { id, secret } = subscription;
    return {
      json: { subscription },
      text: () =>
        `id:     ${id}\nsecret: ${secret}\nThe receiver checks with it; it is shown once.`,
    };
  },
};

const list: Command = {
  name: 'subscription list',
  usage: '',
  summary: 'Who is told of what, with what waits and what was given up.',
  async run({ client }) {
    const subscriptions = await client.call<Subscription[]>('subscriptions.list', {});
    return {
      json: { subscriptions },
      text: () =>
        table(
          ['name', 'events', 'waiting', 'dead', 'last delivered', 'address', 'id'],
          subscriptions.map((one) => [
            one.name,
            one.events.join(','),
            one.waiting,
            one.dead,
            one.lastDeliveredAt ?? 'never',
            one.paused ? `paused: ${one.pausedWhy ?? 'by a person'}` : one.address,
            one.id,
          ]),
        ),
    };
  },
};

const deliveries: Command = {
  name: 'subscription deliveries',
  usage: 'ID [--state dead] [--limit 50]',
  summary: 'What an address was told in the last 30 days, and what it answered.',
  positionals: ONE,
  options: { state: { type: 'string' }, limit: { type: 'string' } },
  async run({ positionals, values, client }) {
    const found = await client.call<DeliveryShown[]>('subscriptions.deliveries', {
      id: positionals[0],
      ...(values.state ? { state: values.state } : {}),
      ...(values.limit ? { limit: values.limit } : {}),
    });
    return {
      json: { deliveries: found },
      text: () =>
        table(
          ['delivery', 'at', 'event', 'state', 'tries', 'status', 'why'],
          found.map((one) => [
            one.delivery,
            one.at,
            one.event,
            one.state,
            one.tries,
            one.status,
            one.error ?? '',
          ]),
        ),
    };
  },
};

const replay: Command = {
  name: 'subscription replay',
  usage: 'ID DELIVERY',
  summary: 'Sends a delivery again, as it was.',
  positionals: { min: 2, max: 2 },
  async run({ positionals: [id, delivery], client }) {
    const replayed = await client.call<unknown>('subscriptions.replay', { id, delivery });
    return { json: { replayed }, text: () => 'It is on its way.' };
  },
};

const rotate: Command = {
  name: 'subscription rotate',
  usage: 'ID [--old-hours 24]',
  summary: 'Gives a subscription another secret; the one before signs, too, for some hours.',
  positionals: ONE,
  options: { 'old-hours': { type: 'string' } },
  async run({ positionals, values, client }) {
    const subscription = await client.call<Made & { oldSecretUntil: string | null }>(
      'subscriptions.rotate',
      {
        id: positionals[0],
        ...(values['old-hours'] === undefined ? {} : { oldHours: values['old-hours'] }),
      },
    );
    const { secret, oldSecretUntil: until } = subscription;
    return {
      json: { subscription },
      text: () =>
        `secret: ${secret}\n${
          until
            ? `The secret before it signs, too, until ${until}.`
            : 'No former secret signs any more.'
        }`,
    };
  },
};

/** A command that does one thing to one subscription. */
const act = (word: string, of: { summary: string; done: string; verb: string; more?: object }) => ({
  name: `subscription ${word}`,
  usage: 'ID',
  summary: of.summary,
  positionals: ONE,
  async run({ positionals, client }: Parameters<Command['run']>[0]) {
    const subscription = await client.call<unknown>(of.verb, { id: positionals[0], ...of.more });
    return { json: { subscription }, text: () => of.done };
  },
});

export const subscriptionCommands: Command[] = [
  create,
  list,
  deliveries,
  replay,
  rotate,
  act('test', {
    summary: 'Sends a test, in the way that events go.',
    done: 'A test is on its way; see openmops subscription deliveries.',
    verb: 'subscriptions.test',
  }),
  act('pause', {
    summary: 'Sends nothing until it goes on; what happens meanwhile waits for 30 days.',
    done: 'It is paused.',
    verb: 'subscriptions.change',
    more: { paused: true },
  }),
  act('resume', {
    summary: 'Goes on after a pause, with what has waited.',
    done: 'It goes on.',
    verb: 'subscriptions.change',
    more: { paused: false },
  }),
  act('remove', {
    summary: 'Forgets a subscription, with what waits for it.',
    done: 'It is removed.',
    verb: 'subscriptions.remove',
  }),
];
