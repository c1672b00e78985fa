import * as z from 'zod';
import { MopsError } from '../shared/index.ts';
import type { Condition, CustomGroup } from './grouping.ts';

const Field = z.enum(['source', 'medium', 'campaign']);
const Texts = z.array(z.string().min(1).max(200).toLowerCase()).min(1).max(10_000).readonly();
const Pattern = z.string().min(1).max(500).refine(compiles, 'This is no regular expression.');

const ConditionShape: z.ZodType<Condition, unknown> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(ConditionShape).min(1).readonly() }),
    z.strictObject({ any: z.array(ConditionShape).min(1).readonly() }),
    z.strictObject({ not: ConditionShape }),
    z.strictObject({
      sourceKind: z.enum(['search', 'social', 'video', 'shopping', 'assistant']),
    }),
    z.strictObject({ field: Field, is: Texts }),
    z.strictObject({ field: Field, contains: Texts }),
    z.strictObject({ field: Field, startsWith: Texts }),
    z.strictObject({ field: Field, endsWith: Texts }),
    z.strictObject({ field: Field, matches: Pattern, says: z.string().max(80).exactOptional() }),
  ]),
);

const CustomGroupShape = z.strictObject({
  id: z.string().min(1).max(80),
  rules: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(80),
        channel: z.string().min(1).max(80),
        when: ConditionShape,
      }),
    )
    .min(1)
    .max(1000)
    .readonly(),
});

/**
 * Reads a custom channel group from JSON that somebody wrote.
 * @param input `{ id, rules: [{ id, channel, when }] }`; conditions as in `grouping.ts`
 * @returns the group, its texts in lower case
 * @throws MopsError INVALID with the place of the first fault
 * @example
 * parseCustomGroup({ id: 'ours', rules: [
 *   { id: 'podcast', channel: 'Podcast', when: { field: 'medium', is: ['Podcast'] } },
 * ] }).rules[0].when // { field: 'medium', is: ['podcast'] }
 */
export function parseCustomGroup(input: unknown): CustomGroup {
  const parsed = CustomGroupShape.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new MopsError(
    'INVALID',
    `The channel group is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message}`,
    'Write {"id":"…","rules":[{"id":"…","channel":"…","when":{"field":"medium","is":["…"]}}]}',
  );
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 's') instanceof RegExp;
  } catch {
    return false;
  }
}
