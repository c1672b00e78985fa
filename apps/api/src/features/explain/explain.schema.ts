import { Filter, KpiQuery } from '@openmops/domain/kpi';
import * as z from 'zod';

/** Why did a KPI change: over which days, against which, by what. */
export const ExplainQuestion = z.strictObject({
  kpi: z.string().max(120),
  from: KpiQuery.shape.from,
  to: KpiQuery.shape.to,
  compare: z.enum(['previous', 'year']).default('previous'),
  align: KpiQuery.shape.align,
  /** Dimension to split by; null: by what the KPI is made of. */
  by: z.string().max(64).nullable().default(null),
  filters: z.array(Filter).max(30).default([]),
});

const Range = z.object({ from: z.string(), to: z.string() });
const Part = z.object({
  effect: z.enum(['measure', 'segment', 'factor', 'rate', 'mix', 'unbased']),
  factor: z.string().nullable().describe('Measure or factor, as a formula writes it.'),
  name: z.string().describe('What the part is, in words.'),
  segment: z.string().nullable().describe('Value of the dimension; null: not set, or no split.'),
  rest: z.boolean().describe('What the source does not tell apart by this dimension.'),
  value: z.number().describe('In the unit of the KPI.'),
  share: z.number().nullable().describe('Of the change; below 0 where it worked against it.'),
});
const Finding = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  hint: z.string().nullable(),
});

export const WhyAnswer = z.object({
  kpi: z.string(),
  name: z.string(),
  unit: z.custom<import('@openmops/domain/kpi').Unit>(),
  direction: z.enum(['up', 'down', 'target', 'neutral']),
  definition: z.string().describe('`sha256` and the fingerprint of what the KPI means.'),
  version: z.number().describe('Of the definition.'),
  formula: z.string().describe('What was taken apart.'),
  currency: z.string(),
  asOf: z.string().nullable(),
  after: z.number(),
  before: z.number(),
  change: z.number(),
  range: Range,
  previous: Range,
  by: z.string().nullable(),
  method: z.enum(['additive', 'lmdi', 'shapley', 'mix-rate', 'several']),
  parts: z.array(Part).describe('Largest first; together the change.'),
  sum: z.number(),
  segments: z
    .array(
      z.object({
        segment: z.string().nullable(),
        rest: z.boolean(),
        before: z.number().nullable(),
        after: z.number().nullable(),
        value: z.number().describe('All parts of the segment.'),
        share: z.number().nullable(),
      }),
    )
    .describe('The parts of each segment together, largest first; empty without a split.'),
  ranking: z
    .array(
      z.object({
        dimension: z.string(),
        power: z.number(),
        surprise: z.number(),
        elements: z.array(
          z.object({ segment: z.string().nullable(), power: z.number(), surprise: z.number() }),
        ),
      }),
    )
    .describe('Dimensions that explain most by few of their values, most telling first.'),
  findings: z.array(Finding),
  notes: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      hint: z.string().nullable(),
      kpi: z.string().nullable(),
    }),
  ),
  sources: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      lastImport: z.string().nullable(),
      stale: z.boolean(),
    }),
  ),
});
export type WhyAnswer = z.infer<typeof WhyAnswer>;
