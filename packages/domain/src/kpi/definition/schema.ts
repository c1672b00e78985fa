import * as z from 'zod';
import { type Expr, Filter, Grain, type Span, type Unit } from '../schema.ts';

const NAME = /^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/;
const Name = z.string().max(120).regex(NAME, 'Small letters, digits, _ and points: team.cost.');
const Ref = z
  .string()
  .max(130)
  .regex(/^[a-z][a-z0-9_.]*(@[1-9]\d*)?$/);
const Words = z.string().trim().min(1).max(2000);

const Unit_ = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('money'), per: z.literal('day').optional() }),
  z.strictObject({ kind: z.literal('count') }),
  z.strictObject({ kind: z.literal('people') }),
  z.strictObject({ kind: z.literal('ratio'), display: z.enum(['percent', 'times', 'plain']) }),
  z.strictObject({ kind: z.literal('duration'), in: z.enum(['day', 'hour']).optional() }),
  z.strictObject({ kind: z.literal('mass'), per: z.literal('money').optional() }),
  z.strictObject({ kind: z.literal('score'), min: z.number(), max: z.number() }),
]) as z.ZodType<Unit>;

const Span_ = z.strictObject({
  count: z.number().int().min(1).max(9999),
  unit: z.enum([...Grain.options, 'period']),
}) as z.ZodType<Span>;

/** An expression in its parts; the text of a formula says the same. */
export const Expression: z.ZodType<Expr> = z.lazy(() =>
  z.union([
    z.number(),
    z.strictObject({ ref: Ref }),
    z.strictObject({
      op: z.enum(['add', 'sub', 'mul', 'coalesce']),
      args: z.array(Expression).min(1).max(40),
    }),
    z.strictObject({ op: z.literal('div'), num: Expression, den: Expression }),
    z.strictObject({ op: z.literal('shift'), of: Expression, by: Span_ }),
    z.strictObject({
      op: z.literal('window'),
      of: Expression,
      kind: z.enum(['trailing', 'toDate']),
      span: Span_,
    }),
    z.strictObject({
      op: z.literal('total'),
      of: Expression,
      over: z.array(z.string().max(64)).min(1).max(40),
    }),
    z.strictObject({ op: z.literal('where'), of: Expression, filters: z.array(Filter).max(30) }),
  ]),
) as z.ZodType<Expr>;

/** A KPI as a team writes it down; what is left out is the usual. */
export const KpiDefinition = z.strictObject({
  id: Name.describe('Family and name: `team.cost_per_visit`.'),
  version: z.number().int().min(1).default(1).describe('Grows when the meaning changes.'),
  status: z.enum(['draft', 'certified', 'deprecated']).default('draft'),
  name: z.string().trim().min(1).max(120),
  aliases: z.array(Name).max(10).default([]).describe('Short ids, unique in the catalogue.'),
  synonyms: z.array(z.string().max(120)).max(20).default([]),
  family: Name.optional(),
  tags: z.array(z.string().max(40)).max(20).default([]),
  owner: z.string().max(120).nullable().default(null),
  formula: z
    .union([z.string().min(1).max(2000), Expression])
    .describe('`ad_cost / sessions`, or the expression in its parts.'),
  unit: Unit_,
  direction: z.enum(['up', 'down', 'target', 'neutral']),
  uncertainty: z.enum(['none', 'proportion', 'ratioDelta']).default('none'),
  minSample: z.number().int().min(1).nullable().default(null),
  minGrain: Grain.nullable().default(null),
  filters: z.array(Filter).max(30).default([]).describe('Hold beside those of the question.'),
  description: Words,
  caveats: z.array(Words).max(20).default([]),
  source: z
    .strictObject({ standard: z.string().min(1).max(200), url: z.url().nullable() })
    .default({ standard: 'Own definition', url: null }),
});
export type KpiDefinition = z.input<typeof KpiDefinition>;

/**
 * The JSON Schema of a KPI definition, for editors and other tools.
 * @example kpiJsonSchema().required // ['id', 'name', 'formula', 'unit', 'direction', 'description']
 */
export function kpiJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(KpiDefinition, { io: 'input' }) as Record<string, unknown>;
}
