import * as z from 'zod';
import { EVENT_NAMES, EVENTS, type EventName } from '../features/subscriptions/events.schema.ts';

/** What subscriptions are sent, each event as it comes: the part of the document that is about other servers. */
export function eventWebhooks(): Record<string, unknown> {
  return Object.fromEntries(EVENT_NAMES.map((event) => [event, { post: operation(event) }]));
}

const HEADERS = {
  'webhook-id': 'The same for every try and every replay: who has seen it may forget it.',
  'webhook-timestamp': 'Seconds since 1970.',
  'webhook-signature': 'One or two of `v1,` and HMAC-SHA256 in base64 over id.timestamp.body.',
};

function operation(event: EventName) {
  const { text, data } = EVENTS[event];
  const { $schema: _, ...schema } = z.toJSONSchema(
    z.object({
      id: z.string(),
      type: z.literal(event),
      timestamp: z.string(),
      workspace: z.string(),
      data,
    }),
  );
  return {
    operationId: `on${event.replaceAll(/(?:^|[._])(\w)/g, (_match, letter: string) => letter.toUpperCase())}`,
    summary: text,
    description:
      'Sent to those who subscribed to it. Any answer of 200 to 299 within 15 s takes it; others are tried again.',
    tags: ['Subscriptions'],
    security: [],
    parameters: Object.entries(HEADERS).map(([name, description]) => ({
      name,
      in: 'header',
      required: true,
      description,
      schema: { type: 'string' },
    })),
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: {
      '2XX': { description: 'It is taken.' },
      '410': { description: 'Nothing more is to be sent here: the subscription is paused.' },
    },
  };
}
