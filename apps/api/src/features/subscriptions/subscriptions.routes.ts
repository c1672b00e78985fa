import { MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import { jsonOf } from '../../doors/json-of.ts';
import { type Route, route } from '../../doors/route.ts';
import { OldHours } from '../../former-secrets.ts';
import type { AnyVerb } from '../../verb.ts';
import {
  changeSubscription,
  removeSubscription,
  rotateSubscription,
  testSubscription,
} from './change-subscription.ts';
import { EVENT_NAMES, EVENTS } from './events.schema.ts';
import { listSent, listSubscriptions, replayDelivery } from './list-subscriptions.ts';
import { subscribe } from './subscribe.ts';
import { DeliveryShown, Rotated, Subscribed, Subscription } from './subscriptions.schema.ts';

const json = 'application/json';
const tag = 'Subscriptions';
const id = z.object({ id: z.string() });
const one = z.object({ id: z.string() });
const EventShown = z.object({ event: z.string(), text: z.string(), data: z.unknown() });

/** An address that does something to one subscription. */
const act = (path: string, summary: string, of: { verb: AnyVerb; schema: z.ZodType }): Route =>
  route({
    method: 'post',
    path: `/api/v1/subscriptions/{id}/${path}`,
    summary,
    tag,
    permission: 'integrations.write',
    params: id,
    answers: [{ contentType: json, schema: of.schema, description: summary }],
    handle: ({ params, verb }) => verb(of.verb, params),
  });

const bodyRefused = () =>
  new MopsError('INVALID', 'This address takes no body.', 'Say it in the address: ?oldHours=0');

export const subscriptionRoutes = [
  route({
    method: 'get',
    path: '/api/v1/subscriptions',
    summary: 'Subscriptions',
    description: 'Who is told of what, with what waits and what was given up.',
    tag,
    permission: 'integrations.read',
    answers: [
      {
        contentType: json,
        schema: z.object({ subscriptions: z.array(Subscription) }),
        description: 'The newest first.',
      },
    ],
    handle: async ({ verb }) => ({ subscriptions: await verb(listSubscriptions, {}) }),
  }),
  route({
    method: 'get',
    path: '/api/v1/subscriptions/events',
    summary: 'Events to subscribe to',
    description: 'Each with the JSON schema of what is said of it.',
    tag,
    permission: 'integrations.read',
    answers: [
      {
        contentType: json,
        schema: z.object({ events: z.array(EventShown) }),
        description: 'Every event.',
      },
    ],
    handle: async ({ verb }) => {
      // Who may not see subscriptions is refused here as there.
      await verb(listSubscriptions, {});
      return {
        events: EVENT_NAMES.map((event) => ({
          event,
          text: EVENTS[event].text,
          data: z.toJSONSchema(EVENTS[event].data),
        })),
      };
    },
  }),
  route({
    method: 'post',
    path: '/api/v1/subscriptions',
    summary: 'Subscribe an address to events',
    description:
      'It is sent a signed POST (Standard Webhooks) when one happens. The secret is shown once.',
    tag,
    permission: 'integrations.write',
    body: {
      contentType: json,
      description: '`{"address":"https://example.com/hook","events":["alert.opened"],"name":"…"}`',
    },
    answers: [
      { contentType: json, schema: Subscribed, description: 'Id and secret.', status: 201 },
    ],
    handle: async (call) =>
      Response.json(await call.verb(subscribe, (await jsonOf(call)) as never), { status: 201 }),
  }),
  route({
    method: 'post',
    path: '/api/v1/subscriptions/{id}',
    summary: 'Change, pause or resume a subscription',
    description: 'What happens while it is paused waits for 30 days.',
    tag,
    permission: 'integrations.write',
    params: id,
    body: {
      contentType: json,
      description: '`{"name":"…","events":["import.done"],"paused":false}`, each may be left out.',
    },
    answers: [{ contentType: json, schema: one, description: 'It is changed.' }],
    handle: async (call) => {
      const given = (await jsonOf(call)) as Record<string, unknown>;
      return call.verb(changeSubscription, { ...given, ...call.params } as never);
    },
  }),
  route({
    method: 'delete',
    path: '/api/v1/subscriptions/{id}',
    summary: 'Remove a subscription',
    description: 'Nothing is sent any more, not even what waits.',
    tag,
    permission: 'integrations.write',
    params: id,
    answers: [{ contentType: json, schema: one, description: 'It is gone.' }],
    handle: ({ params, verb }) => verb(removeSubscription, params),
  }),
  route({
    method: 'post',
    path: '/api/v1/subscriptions/{id}/rotate',
    summary: 'Give a subscription another secret',
    description:
      'The old one signs, too, for `oldHours` (0 to 168) hours, 24 when nothing is said; after 0, no former one does.',
    tag,
    permission: 'integrations.write',
    params: id,
    query: z.object({ oldHours: OldHours }),
    answers: [{ contentType: json, schema: Rotated, description: 'The secret, shown once.' }],
    handle: async ({ body, params, query, verb }) => {
      // Whoever says in a body that the secret has leaked would believe that it is ended.
      for await (const part of body ?? []) if (part.length > 0) throw bodyRefused();
      return verb(rotateSubscription, { ...params, ...query });
    },
  }),
  act('test', 'Send a test to a subscription', {
    verb: testSubscription,
    schema: z.object({ id: z.string(), eventId: z.string() }),
  }),
  route({
    method: 'get',
    path: '/api/v1/subscriptions/{id}/deliveries',
    summary: 'What an address was told',
    description: 'In the last 30 days, with what it answered.',
    tag,
    permission: 'integrations.write',
    params: id,
    query: z.object({
      state: z.enum(['waiting', 'delivered', 'dead']).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(50),
    }),
    answers: [
      {
        contentType: json,
        schema: z.object({ deliveries: z.array(DeliveryShown) }),
        description: 'The newest first.',
      },
    ],
    handle: async ({ params, query, verb }) => ({
      deliveries: await verb(listSent, { ...params, ...query }),
    }),
  }),
  route({
    method: 'post',
    path: '/api/v1/subscriptions/{id}/deliveries/{delivery}/replay',
    summary: 'Send a delivery again',
    description: 'The same bytes under the same webhook-id.',
    tag,
    permission: 'integrations.write',
    params: z.object({ id: z.string(), delivery: z.string() }),
    answers: [
      {
        contentType: json,
        schema: z.object({ id: z.string(), delivery: z.number() }),
        description: 'It is on its way.',
      },
    ],
    handle: ({ params, verb }) => verb(replayDelivery, params),
  }),
];
