import * as z from 'zod';
import type { PullReason } from './engine/refusals.ts';
import { Credentials } from './engine/tokens.ts';

const day = z.iso.date();
const field = String.raw`(\*|\d{1,2}(-\d{1,2})?)(/\d{1,2})?(,(\*|\d{1,2}(-\d{1,2})?)(/\d{1,2})?)*`;

/** Five fields of numbers: minute, hour, day, month, weekday. */
export const Cron = z
  .string()
  .trim()
  .regex(new RegExp(`^${field}( ${field}){4}$`), 'is no schedule: minute hour day month weekday');

export const Settings = z.record(z.string().max(60), z.string().trim().max(300));

/** The day on which the sign-in ends, where a person knows it; null: nobody does. */
const signInUntil = day.nullable().optional();

export const CreateIntegration = z.strictObject({
  platform: z.string().min(1).max(40),
  name: z.string().trim().min(1).max(80).optional(),
  /** Name under which its streams arrive; default the platform. */
  source: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/, 'is letters, digits and underscores')
    .optional(),
  settings: Settings.default({}),
  credentials: Credentials,
  /** Default: all that the platform has. */
  streams: z.array(z.string().max(60)).min(1).max(50).optional(),
  startDay: day.optional(),
  schedule: Cron.optional(),
  signInUntil,
});

/** A sign-in to try before it is saved; of one that is saved, what is left out is taken from there. */
export const CheckIntegration = z.strictObject({
  platform: z.string().min(1).max(40),
  id: z.string().optional(),
  settings: Settings.default({}),
  credentials: Credentials.optional(),
  streams: z.array(z.string().max(60)).min(1).max(50).optional(),
});

export const UpdateIntegration = z.strictObject({
  id: z.string(),
  name: z.string().trim().min(1).max(80).optional(),
  settings: Settings.optional(),
  credentials: Credentials.optional(),
  streams: z.array(z.string().max(60)).min(1).max(50).optional(),
  startDay: day.optional(),
  schedule: Cron.optional(),
  signInUntil,
});

export const IntegrationRun = z.object({
  id: z.string(),
  integration: z.string(),
  begunBy: z.enum(['schedule', 'hand']),
  state: z.enum(['running', 'done', 'failed', 'stopped']),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** Days that were to be read again. */
  from: z.string(),
  to: z.string(),
  rows: z.number(),
  calls: z.number(),
  restatedDays: z.number(),
  streams: z.record(z.string(), z.number()),
  streamRun: z.string().nullable(),
  reason: z.string().nullable(),
  error: z.string().nullable(),
  hint: z.string().nullable(),
});
export type IntegrationRun = z.infer<typeof IntegrationRun>;

export const Integration = z.object({
  id: z.string(),
  platform: z.string(),
  name: z.string(),
  source: z.string(),
  settings: z.record(z.string(), z.string()),
  streams: z.array(z.string()),
  /** How it signs in; never with what. */
  credentials: z.string(),
  startDay: z.string(),
  schedule: z.string(),
  timeZone: z.string(),
  state: z.enum(['active', 'paused']),
  lastRun: IntegrationRun.nullable(),
  lastSuccess: z.string().nullable(),
  /** When its schedule runs it next; null: it is paused. */
  nextRun: z.string().nullable(),
  createdAt: z.string(),
  /** When its sign-in can no longer renew itself; null: no end is known. */
  signInEndsAt: z.string().nullable(),
  /** The day of it that a person entered. */
  signInUntil: z.string().nullable(),
});
export type Integration = z.infer<typeof Integration>;

export const Restatement = z.object({
  stream: z.string(),
  day: z.string(),
  at: z.string(),
  run: z.string(),
  rowsChanged: z.number(),
  rowsAdded: z.number(),
  rowsRemoved: z.number(),
  sums: z.record(z.string(), z.object({ before: z.number(), after: z.number() })),
});
export type Restatement = z.infer<typeof Restatement>;

export type RunFailure = { reason: PullReason | null; error: string; hint: string | null };
