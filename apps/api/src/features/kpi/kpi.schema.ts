import * as z from 'zod';

/** The shapes of answers, for the OpenAPI document. The types are the domain's. */
const Unit = z.union([
  z.object({ kind: z.enum(['money', 'count', 'people', 'duration']) }),
  z.object({ kind: z.literal('ratio'), display: z.enum(['percent', 'times', 'plain']) }),
]);
const Direction = z.enum(['up', 'down', 'target', 'neutral']);
const Numbers = z.record(z.string(), z.number().nullable());

export const DescribedKpiShape = z.object({
  id: z.string(),
  aliases: z.array(z.string()),
  name: z.string(),
  family: z.string(),
  unit: Unit,
  direction: Direction,
  description: z.string(),
  caveats: z.array(z.string()),
  formula: z.string(),
  source: z.object({ standard: z.string(), url: z.string().nullable() }),
  definition: z.string().describe('`sha256` and the fingerprint of what the KPI means.'),
  version: z.number(),
  measures: z.array(z.string()),
  dimensions: z.array(z.string()),
  uncertainty: z.string().nullish().describe('`proportion`: its answers carry a 95 % interval.'),
  minSample: z.number().nullish().describe('A share of fewer cases is thin.'),
});

export const KpiAnswerShape = z.object({
  currency: z.string(),
  asOf: z.string().nullable().describe('Instant of the last accepted import behind the numbers.'),
  from: z.string(),
  to: z.string(),
  previous: z.object({ from: z.string(), to: z.string() }).nullable(),
  kpis: z.record(
    z.string(),
    z.object({
      definition: z.string(),
      version: z.number(),
      name: z.string(),
      unit: Unit,
      direction: Direction,
    }),
  ),
  rows: z.array(
    z.object({
      dims: z.record(z.string(), z.string().nullable()),
      period: z.string().nullable(),
      from: z.string(),
      to: z.string(),
      values: Numbers.describe('Money in units of `currency`; null: undefined, see notes.'),
      previous: Numbers.nullable(),
      intervals: z
        .record(z.string(), z.object({ low: z.number(), high: z.number() }).nullable())
        .optional(),
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
  notes: z.array(
    z.object({
      code: z.string(),
      message: z.string(),
      hint: z.string().nullable(),
      kpi: z.string().nullable(),
    }),
  ),
  how: z.unknown().optional().describe('With `how=1`: what stands behind the values.'),
});
