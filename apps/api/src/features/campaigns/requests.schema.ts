import { REQUEST_STATES, RequestForm } from '@openmops/domain/campaigns';
import * as z from 'zod';

export const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

const Answer = z.union([z.string().max(8000), z.number(), z.array(z.string().max(500)).max(200)]);
export const AnswersInput = z.record(z.string().max(60), Answer);

export const Form = RequestForm.extend({
  own: z.boolean().describe('Made by the workspace; otherwise it comes with the product.'),
  version: z.number(),
});

export const Request = z.object({
  id: z.string(),
  title: z.string(),
  form: RequestForm.describe('As it was when it was sent.'),
  answers: z.record(z.string(), Answer),
  state: z.enum(REQUEST_STATES),
  priority: z.enum(PRIORITIES),
  owner: z.string().nullable(),
  ownerName: z.string().nullable(),
  askedBy: z.string(),
  askedAt: z.string(),
  dueAt: z.string().describe('By when the first answer is promised.'),
  answeredAt: z.string().nullable(),
  late: z.boolean().describe('Not answered, or answered after it was due.'),
  reason: z.string(),
  became: z.object({ kind: z.enum(['campaign', 'asset', 'task']), id: z.string() }).nullable(),
  version: z.number(),
});
export type Request = z.infer<typeof Request>;

export const RequestInput = z.strictObject({
  form: z.string().max(60),
  title: z.string().trim().min(1).max(200),
  answers: AnswersInput,
});

export const RequestChange = z.strictObject({
  id: z.string().max(40),
  version: z.int().min(1),
  state: z.enum(['triage', 'accepted', 'declined']).optional(),
  priority: z.enum(PRIORITIES).optional(),
  owner: z.string().max(80).nullable().optional(),
  reason: z.string().trim().max(1000).optional(),
});
