import { VariantConditionSchema, VariantOp, VariantRuleSchema } from '@openmops/domain/content';
import * as z from 'zod';
import { AssetStateName, id } from './content.schema.ts';

const Value = z.union([z.string().max(500), z.number(), z.boolean()]);
/** What is known of a reader, by field. */
export const VariantProfile = z.record(
  z.string().min(1).max(80),
  z.union([Value, z.array(Value).max(100), z.null()]),
);

export const VariantsInput = z.strictObject({
  /** Of the content that is shown where no rule fits. */
  asset: id,
  /** 0: it has no variants yet. */
  version: z.int().min(0),
  rules: z.array(VariantRuleSchema).max(50),
});
export const NewVariant = z.strictObject({
  asset: id,
  version: z.int().min(0),
  name: VariantRuleSchema.shape.name,
  when: VariantConditionSchema,
  title: z.string().trim().max(300).optional(),
  text: z.string().max(200_000).optional(),
});

const Shown = z.object({
  asset: z.string(),
  name: z.string(),
  number: z.number().describe('Of its newest version.'),
  title: z.string(),
  text: z.string(),
  link: z.string().nullable(),
  hash: z.string().describe('What an approval is bound to: an edit has another.'),
  state: AssetStateName,
  approved: z.boolean().describe('Whether exactly this hash is approved.'),
  open: z.array(z.string()).describe('What keeps it from going out.'),
});
export const VariantSet = z.object({
  asset: z.string(),
  version: z.number(),
  fallback: Shown,
  rules: z.array(z.object({ rule: VariantRuleSchema, shown: Shown.nullable() })),
  fields: z.array(z.string()).describe('Fields of a profile that the rules look at.'),
});
export type VariantSet = z.infer<typeof VariantSet>;
export type ShownVariant = z.infer<typeof Shown>;

const Tested = z.object({
  field: z.string(),
  op: VariantOp,
  value: z.union([Value, z.array(Value), z.null()]),
  found: z.union([Value, z.array(Value), z.null()]),
  holds: z.boolean(),
});
export const VariantPreview = z.object({
  rule: z.string().nullable().describe('Null: no rule fits.'),
  shown: Shown,
  because: z.array(Tested).describe('The tests of the rule, with what the profile says.'),
  passedOver: z.array(z.object({ rule: z.string(), because: z.array(Tested) })),
  why: z.string(),
});
export const VariantExport = z.object({
  asset: z.string(),
  name: z.string(),
  rules: z.array(z.object({ order: z.number(), ...VariantRuleSchema.shape })),
  fallback: z.string(),
  variants: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      number: z.number(),
      title: z.string(),
      text: z.string(),
      link: z.string().nullable(),
      hash: z.string(),
    }),
  ),
});
export type VariantExport = z.infer<typeof VariantExport>;
