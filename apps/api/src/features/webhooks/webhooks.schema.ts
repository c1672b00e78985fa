import * as z from 'zod';
import { OldHours } from '../../former-secrets.ts';
import { PROVIDERS } from './schemes/index.ts';

const path = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^.]+(\.[^.]+)*$/, 'is a path like data.id');
const header = z
  .string()
  .toLowerCase()
  .regex(/^[a-z0-9-]{1,80}$/, 'is the name of a header');

/** What only some providers need; which, `create-webhook.ts` checks. */
export const WebhookOptions = z.strictObject({
  organization: z
    .string()
    .regex(/^00D[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/, 'is 15 or 18 characters and begins with 00D')
    .optional(),
  header: header.optional(),
  encoding: z.enum(['hex', 'base64']).optional(),
  prefix: z.string().max(40).optional(),
  signed: z.enum(['body', 'timestamp.body', 'body+timestamp']).optional(),
  timestampHeader: header.optional(),
  idHeader: header.optional(),
  idField: path.optional(),
  timeField: path.optional(),
  typeField: path.optional(),
});

export const SourceName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,79}$/, 'is lower-case letters, digits, dash, dot and underscore');

const StreamName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the stores take none in a name.
  .regex(/^[^\u0000-\u001f\u007f]+$/, 'has no control characters');
const Key = z.array(path).min(1).max(5);

export const CreateWebhookInput = z.strictObject({
  name: z.string().trim().min(1).max(80),
  provider: z.enum(PROVIDERS),
  /** Under which source its streams stand; default: the provider. */
  source: SourceName.optional(),
  /** The stream of all messages; default: as the provider names what it sends. */
  stream: StreamName.optional(),
  /** What tells records apart: the newest of a key counts. Default: the message, so that all count. */
  key: Key.optional(),
  secret: z.string().min(16).max(500).optional(),
  options: WebhookOptions.default({}),
});

/** What is left out stays. */
export const ChangeWebhookInput = z.strictObject({
  id: z.string().max(100),
  name: z.string().trim().min(1).max(80).optional(),
  /** Null: as the provider names what it sends. */
  stream: StreamName.nullable().optional(),
  key: Key.optional(),
});

export const RotateWebhookInput = z.strictObject({
  id: z.string().max(100),
  /** What the sender shows; default: a new one is made, which the sender is told. */
  secret: z.string().min(16).max(500).optional(),
  oldHours: OldHours,
});

/** An endpoint as lists show it. */
export type WebhookShown = {
  id: string;
  name: string;
  provider: (typeof PROVIDERS)[number];
  source: string;
  stream: string | null;
  key: string[];
  /** Where the sender sends to; without the secret, where that is part of it. */
  address: string;
  options: z.output<typeof WebhookOptions>;
  hasSecret: boolean;
  /** Until when the last of the former secrets is taken, and how many still are. */
  oldSecretUntil: string | null;
  oldSecrets: number;
  createdAt: string;
  revoked: boolean;
  received: number;
  lastReceivedAt: string | null;
  /** Messages that wait for their stream, and those that nobody could read. */
  waiting: number;
  rejected: number;
  /** Forged, too old or foreign requests: nothing else of them is kept. */
  refused: number;
  lastRefusedAt: string | null;
  lastRefusal: string | null;
};
