import * as z from 'zod';
import { MopsError } from '../shared/index.ts';
import { compileNaming } from './naming/compile-naming.ts';
import { OPEN_TAXONOMY, type Taxonomy, UTM_NAMES } from './taxonomy.ts';

const Word = z.string().min(1).max(200);
const Words = z.array(Word).max(20_000);

const FieldShape = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('text'),
    pattern: z.string().min(1).max(500).exactOptional(),
    maxLength: z.int().min(1).max(2000).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('enum'), values: Words.min(1) }),
  z.strictObject({
    kind: z.literal('date'),
    format: z.enum(['yyyy', 'yyyymm', 'yyyymmdd', 'yyyy-mm', 'yyyy-mm-dd', 'yymm', 'yyyyqq']),
  }),
  z.strictObject({ kind: z.literal('number'), digits: z.int().min(1).max(20).exactOptional() }),
]);

const TaxonomyShape = z.strictObject({
  id: Word,
  required: z.array(z.enum(UTM_NAMES)).default([...OPEN_TAXONOMY.required]),
  separator: z.enum(['-', '_', '.']).nullable().default(null),
  letters: z.enum(['lower', 'any']).exactOptional(),
  openLists: z.array(z.enum(['sources', 'media'])).exactOptional(),
  sources: z
    .array(z.strictObject({ name: Word, aliases: Words.exactOptional() }))
    .min(1)
    .nullable()
    .default(null),
  media: z
    .array(
      z.strictObject({
        name: Word,
        aliases: Words.exactOptional(),
        sources: Words.min(1).exactOptional(),
      }),
    )
    .min(1)
    .nullable()
    .default(null),
  naming: z
    .strictObject({
      template: z.string().min(1).max(500),
      fields: z.record(z.string(), FieldShape).exactOptional(),
      lowercase: z.boolean().exactOptional(),
    })
    .nullable()
    .default(null),
  campaigns: Words.nullable().default(null),
});

/**
 * Reads a taxonomy from JSON that somebody wrote; what is left out is open.
 * @param input `{ id, required, separator, sources, media, naming, campaigns }`
 * @throws MopsError INVALID with the place of the first fault
 * @example parseTaxonomy({ id: 'ours@1', separator: '-' }).required // ['utm_source', 'utm_medium', 'utm_campaign']
 */
export function parseTaxonomy(input: unknown): Taxonomy {
  const parsed = TaxonomyShape.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new MopsError(
      'INVALID',
      `The taxonomy is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`,
      'Write {"id":"ours@1","sources":[{"name":"google"}]}',
    );
  }
  if (parsed.data.naming !== null) compileNaming(parsed.data.naming);
  return parsed.data;
}
