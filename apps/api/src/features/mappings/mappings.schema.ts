import { MODEL_TABLES, type ModelTableId } from '@openmops/domain/model';
import * as z from 'zod';

const path = z.string().trim().min(1).max(1000);
const READ_AS = [
  'micros',
  'cents',
  'share',
  'lower',
  'host',
  'epochSeconds',
  'last',
  'not',
] as const;

/** Where a field of the model comes from. */
export const FieldSourceInput = z.union([
  path,
  z.strictObject({
    from: path,
    as: z.enum(READ_AS).optional(),
    values: z.record(z.string(), z.string()).optional(),
  }),
  z.strictObject({ fixed: z.union([z.string(), z.number(), z.boolean()]) }),
]);

const Types = z.enum(['string', 'number', 'boolean', 'object', 'array']);

export const ContractInput = z.strictObject({
  required: z.array(path).max(200).default([]),
  types: z.record(path, z.array(Types).min(1)).default({}),
  allowed: z.record(path, z.array(z.string()).min(1)).default({}),
  /** Fields of which no two records may have the same value. */
  unique: z.array(path).max(20).optional(),
});

export const OverridesInput = z.strictObject({
  fields: z.record(z.string(), z.record(z.string(), FieldSourceInput.nullable())).default({}),
  contract: ContractInput.partial().optional(),
});

const tables = MODEL_TABLES.map(({ id }) => id) as [ModelTableId, ...ModelTableId[]];

/** A mapping that a workspace makes of a stream that no pack knows. */
export const OwnMappingInput = z.strictObject({
  key: z.array(path).max(20).default([]),
  cursor: path.nullable().default(null),
  deleted: path.nullable().default(null),
  mappings: z
    .array(
      z.strictObject({
        table: z.enum(tables),
        when: z
          .array(z.strictObject({ path, is: z.array(z.string()).min(1) }))
          .max(20)
          .optional(),
        fields: z.record(z.string(), FieldSourceInput),
      }),
    )
    .min(1)
    .max(20),
  contract: ContractInput.prefault({}),
});
export type OwnMapping = z.output<typeof OwnMappingInput>;

/** What is asked for: leaving out what is not changed. */
export const WishInput = z.strictObject({
  pack: z.string().max(200).nullable().default(null),
  overrides: OverridesInput.nullable().default(null),
  own: OwnMappingInput.nullable().default(null),
});
