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
