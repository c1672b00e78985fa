import * as z from 'zod';
import { EVENT_NAMES } from './events.schema.ts';

const events = z
  .array(z.enum(EVENT_NAMES))
  .min(1, 'Choose at least one event.')
  .max(EVENT_NAMES.length)
  .transform((names) => [...new Set(names)]);

export const SubscribeInput = z.strictObject({
  /** Default: the host of the address. */
  name: z.string().trim().min(1).max(80).optional(),
  address: z.string().trim().min(1).max(2000),
  events,
});

export const ChangeInput = z.strictObject({
  id: z.string().max(60),
  name: z.string().trim().min(1).max(80).optional(),
  events: events.optional(),
  /** True: nothing is sent until it goes on; what happens meanwhile waits, for 30 days. */
  paused: z.boolean().optional(),
});

/** A subscription as lists show it; the secret is shown when it is made, and never again. */
export const Subscription = z.object({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  events: z.array(z.string()),
  paused: z.boolean(),
  pausedWhy: z.string().nullable().describe('Null: a person paused it, or it is not paused.'),
  createdAt: z.string(),
  lastDeliveredAt: z.string().nullable(),
  oldSecretUntil: z
    .string()
    .nullable()
    .describe('Until when deliveries are signed with a former secret, too.'),
  oldSecrets: z.number().describe('How many former secrets sign now.'),
  waiting: z.number(),
  dead: z.number(),
});
export type Subscription = z.infer<typeof Subscription>;

export const Subscribed = z.object({
  id: z.string(),
  secret: z.string().describe('`whsec_…`, shown once.'),
  address: z.string(),
  events: z.array(z.string()),
});

export const Rotated = z.object({
  id: z.string(),
  secret: z.string(),
  oldSecretUntil: z.string().nullable().describe('Null: the old one signs nothing any more.'),
});

export const DeliveryShown = z.object({
  delivery: z.number(),
  eventId: z.string().describe('The webhook-id: the same with every try.'),
  event: z.string(),
  state: z.enum(['waiting', 'delivered', 'dead']),
  tries: z.number(),
  status: z.number().nullable(),
  error: z.string().nullable(),
  answer: z.string().nullable().describe('The beginning of what the address said.'),
  at: z.string(),
  endedAt: z.string().nullable(),
  nextAt: z.string().nullable(),
  body: z.string(),
});
export type DeliveryShown = z.infer<typeof DeliveryShown>;
