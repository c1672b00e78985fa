import * as z from 'zod';
import { MopsError } from '../shared/index.ts';
import type { QualityRule } from './rule.ts';

const Field = z.string().min(1).max(200);
const named = { id: z.string().min(1).max(120), weight: z.number().positive().exactOptional() };

const RuleShape = z.discriminatedUnion('kind', [
  z.strictObject({ ...named, kind: z.literal('required'), field: Field }),
  z.strictObject({
    ...named,
    kind: z.literal('type'),
    field: Field,
    type: z.enum([
      'integer',
      'number',
      'boolean',
      'date',
      'time',
      'email',
      'domain',
      'url',
      'currency',
      'country',
    ]),
  }),
  z.strictObject({
    ...named,
    kind: z.literal('pattern'),
    field: Field,
    pattern: z.string().min(1).max(500),
  }),
  z.strictObject({
    ...named,
    kind: z.literal('enum'),
    field: Field,
    values: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
  }),
  z.strictObject({
    ...named,
    kind: z.literal('range'),
    field: Field,
    min: z.number().exactOptional(),
    max: z.number().exactOptional(),
  }),
  z.strictObject({ ...named, kind: z.literal('unique'), fields: z.array(Field).min(1) }),
  z.strictObject({
    ...named,
    kind: z.literal('similar'),
    field: Field,
    by: z.enum(['email', 'domain', 'name']),
    threshold: z.number().gt(0).lte(1).exactOptional(),
  }),
  z.strictObject({ ...named, kind: z.literal('reference'), field: Field, to: Field }),
  z.strictObject({
    ...named,
    kind: z.literal('compare'),
    left: Field,
    is: z.enum(['<', '<=', '=', '!=', '>=', '>']),
    right: Field,
  }),
  z.strictObject({
    ...named,
    kind: z.literal('transition'),
    entity: Field,
    field: Field,
    at: Field,
    allowed: z.record(z.string(), z.array(z.string())),
  }),
  z.strictObject({
    ...named,
    kind: z.literal('freshness'),
    field: Field,
    maxAgeHours: z.number().positive(),
  }),
  z.strictObject({ ...named, kind: z.literal('volume'), field: Field }),
  z.strictObject({
    ...named,
    kind: z.literal('distribution'),
    field: Field,
    baseline: Field,
    limit: z.number().positive().exactOptional(),
  }),
  z.strictObject({
    ...named,
    kind: z.literal('reconciliation'),
    field: Field,
    by: z.array(Field).min(1),
    source: Field,
    toleranceShare: z.number().min(0).exactOptional(),
    tolerance: z.number().min(0).exactOptional(),
  }),
]);

const RulesShape = z.array(RuleShape).min(1).max(1000);

/**
 * Reads rules from JSON that somebody wrote.
 * @param input a list of rules as `rule.ts` has them
 * @throws MopsError INVALID with the place of the first fault
 * @example parseQualityRules([{ id: 'a', kind: 'required', field: 'email' }]).length // 1
 */
export function parseQualityRules(input: unknown): QualityRule[] {
  const parsed = RulesShape.safeParse(input);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new MopsError(
    'INVALID',
    `The rules are wrong at ${issue?.path.join('.') || 'their top'}: ${issue?.message}`,
    'Write [{"id":"has-mail","kind":"required","field":"email"}]',
  );
}
