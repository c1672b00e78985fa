import * as z from 'zod';
import { SourceName } from '../webhooks/webhooks.schema.ts';

const path = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^.]+(\.[^.]+)*$/, 'is a field, or a path like data.id');

/** A stream has no place in the digest of the audit trail, so it travels inside a function. */
const Body = z
  .custom<AsyncIterable<Uint8Array>>((body) => Symbol.asyncIterator in Object(body))
  .transform((body) => () => body);

export const PushInput = z.object({
  stream: z
    .string()
    .trim()
    .min(1)
    .max(200)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the stores take none in a name.
    .regex(/^[^\u0000-\u001f\u007f]+$/, 'has no control characters'),
  source: SourceName.default('push'),
  /** Fields that tell rows apart; default: as the stream has it, at first none. */
  key: z.array(path).min(1).max(5).optional(),
  /** Field that grows with every change of a row; default: as the stream has it, at first none. */
  cursor: path.optional(),
  /** `auto`: an array when the body begins with a bracket, else lines. */
  format: z.enum(['lines', 'values', 'auto']).default('auto'),
  idempotencyKey: z
    .string()
    .min(1)
    .max(255)
    .regex(/^[\x20-\x7e]+$/, 'has only ASCII characters that can be seen')
    .optional(),
  body: Body,
});

export const PushAnswer = z.object({
  accepted: z.number(),
  rejected: z.number(),
  rows: z.array(
    z.object({
      row: z.number().describe('Line of the body, or place in the array, from 1.'),
      status: z.enum(['accepted', 'rejected']),
      issue: z
        .object({
          code: z.string(),
          field: z.string().nullable(),
          message: z.string(),
          hint: z.string(),
        })
        .optional()
        .describe('Of a rejected row: what is wrong, and what to do.'),
    }),
  ),
});
export type PushAnswer = z.infer<typeof PushAnswer>;
