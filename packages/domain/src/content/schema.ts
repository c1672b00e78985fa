import * as z from 'zod';

const id = z
  .string()
  .regex(
    /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/,
    'An id has small letters, digits, dots and hyphens, like words.no-cure.',
  )
  .max(80);
const term = z.string().trim().min(1).max(200);

export const RuleKind = z.enum(['banned', 'naming', 'required', 'disclosure', 'claim']);

/** A rule of brand or claims, as data. Its words match however they are cased, hyphenated or spaced. */
export const RuleSchema = z
  .strictObject({
    id,
    kind: RuleKind,
    /** `*` ends a word that may go on: `guarantee*`. */
    terms: z.array(term).min(1).max(200),
    /** Only of content in which one of these stands. */
    when: z.array(term).max(200).default([]),
    /** Only of content of one of these topics; none: of all. */
    topics: z.array(z.string().max(60)).max(40).default([]),
    severity: z.enum(['error', 'warning']).default('warning'),
    message: z.string().trim().min(1).max(300),
    /** What should stand there instead: for `naming` the name as it is written. */
    suggestion: z.string().trim().min(1).max(500).nullable().default(null),
  })
  .refine(
    (rule) => rule.kind !== 'naming' || rule.suggestion !== null,
    'A rule of naming says in suggestion how the name is written.',
  );
export type Rule = z.infer<typeof RuleSchema>;

export const SeatSchema = z.strictObject({
  /** `person:` and an id, or `role:` and a role. */
  who: z
    .string()
    .regex(/^(person|role):\S+$/, 'Like person:us_… or role:reviewer.')
    .max(100),
  /** Days from its turn on; null: no day. */
  dueDays: z.int().min(0).max(365).nullable().default(null),
});
export type Seat = z.infer<typeof SeatSchema>;

export const RouteSchema = z.strictObject({
  /** One after another, all at once, or so many of them. */
  kind: z.enum(['serial', 'parallel', 'quorum']),
  seats: z.array(SeatSchema).min(1).max(20),
  /** How many yes a quorum needs; null otherwise. */
  quorum: z.int().min(1).max(20).nullable().default(null),
});
export type Route = z.infer<typeof RouteSchema>;

/** What makes a version: what an approval says yes to. */
export const VersionContentSchema = z.strictObject({
  title: z.string().trim().max(300).default(''),
  text: z.string().max(200_000).default(''),
  /** Address of a page elsewhere. */
  link: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .default(null),
  /** SHA-256 of the bytes of its file, in hex. */
  fileHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .default(null),
});
export type VersionContent = z.infer<typeof VersionContentSchema>;

export const VariantOp = z.enum([
  'is',
  'is_not',
  'in',
  'not_in',
  'contains',
  'starts_with',
  'above',
  'at_least',
  'below',
  'at_most',
  'known',
  'unknown',
]);
export type VariantOp = z.infer<typeof VariantOp>;

const variantValue = z.union([z.string().max(200), z.number(), z.boolean()]);
export type VariantValue = z.infer<typeof variantValue>;

const LISTS: readonly VariantOp[] = ['in', 'not_in'];
const NUMBERS: readonly VariantOp[] = ['above', 'at_least', 'below', 'at_most'];
const BARE: readonly VariantOp[] = ['known', 'unknown'];

const VariantTestSchema = z
  .strictObject({
    field: z.string().trim().min(1).max(80),
    op: VariantOp,
    value: z
      .union([variantValue, z.array(variantValue).min(1).max(200)])
      .nullable()
      .default(null),
  })
  .refine(
    ({ op, value }) => Array.isArray(value) === LISTS.includes(op),
    'in and not_in take a list of values, all others one.',
  )
  .refine(
    ({ op, value }) => (value === null) === BARE.includes(op),
    'known and unknown take no value, all others need one.',
  )
  .refine(
    ({ op, value }) => !NUMBERS.includes(op) || Number.isFinite(Number(value)),
    'above, at_least, below and at_most take a number.',
  );
/** One field of a profile, compared. */
export type VariantTest = z.infer<typeof VariantTestSchema>;
export type VariantCondition =
  | VariantTest
  | { all: VariantCondition[] }
  | { any: VariantCondition[] };

/** Tests, bound by “and” (`all`) and “or” (`any`), up to four deep. */
const conditionOf = (depth: number): z.ZodType<VariantCondition> => {
  if (depth === 0) return VariantTestSchema;
  const parts = z
    .array(conditionOf(depth - 1))
    .min(1)
    .max(20);
  return z.union([
    z.strictObject({ all: parts }),
    z.strictObject({ any: parts }),
    VariantTestSchema,
  ]);
};
export const VariantConditionSchema = conditionOf(3);

/** Who gets a variant: the first rule that fits, in the order in which they stand. */
export const VariantRuleSchema = z.strictObject({
  name: z.string().trim().min(1).max(80),
  when: VariantConditionSchema,
  /** Id of the content that is shown. */
  variant: z.string().min(1).max(40),
});
export type VariantRule = z.infer<typeof VariantRuleSchema>;
