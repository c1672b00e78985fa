import { Filter } from '@openmops/domain/kpi';
import * as z from 'zod';

/** The shapes of answers, for the OpenAPI document. The types are the domain's. */
const Unit = z.union([
  z.object({ kind: z.enum(['count', 'people']) }),
  z.object({ kind: z.literal('money'), per: z.literal('day').optional() }),
  z.object({ kind: z.literal('duration'), in: z.enum(['day', 'hour']).optional() }),
  z.object({ kind: z.literal('mass'), per: z.literal('money').optional() }),
  z.object({ kind: z.literal('score'), min: z.number(), max: z.number() }),
  z.object({ kind: z.literal('ratio'), display: z.enum(['percent', 'times', 'plain']) }),
]);
const Direction = z.enum(['up', 'down', 'target', 'neutral']);
const Numbers = z.record(z.string(), z.number().nullable());

export const DescribedKpiShape = z.object({
  id: z.string(),
  aliases: z.array(z.string()),
  synonyms: z.array(z.string()).describe('What people also call it; not unique.'),
  name: z.string(),
  family: z.string(),
  unit: Unit,
  direction: Direction,
  additivity: z
    .enum(['all', 'notTime', 'none', 'ratio'])
    .describe('How values may be added; `ratio`: made anew from its parts, never summed.'),
  uncertainty: z.enum(['proportion', 'ratioDelta', 'none']),
  minSample: z.number().nullable().describe('A share of fewer is thin.'),
  minGrain: z.enum(['day', 'week', 'month', 'quarter', 'year']).nullable(),
  description: z.string(),
  caveats: z.array(z.string()),
  formula: z.string(),
  source: z.object({
    standard: z.string(),
    url: z.string().nullable(),
    checked: z.enum(['read', 'second-hand', 'unread', 'own']).optional(),
  }),
  definition: z.string().describe('`sha256` and the fingerprint of what the KPI means.'),
  version: z.number(),
  measures: z.array(z.string()),
  reads: z.array(z.object({ id: z.string(), name: z.string(), dataset: z.string() })),
  needs: z
    .array(z.object({ what: z.string(), mappable: z.boolean() }))
    .describe('What no source delivers by itself; empty: imports fill all of it.'),
  dimensions: z.array(z.string()),
});

const How = z.object({
  kpis: z.record(
    z.string(),
    z.object({
      formula: z.string().describe('In names of base measures.'),
      measures: z.array(z.string()).describe('Their ids in `parts`.'),
      definition: z.string(),
      version: z.number(),
    }),
  ),
  measures: z.record(z.string(), z.object({ name: z.string(), unit: Unit, dataset: z.string() })),
  filters: z.array(Filter),
  calendar: z.object({ timeZone: z.string(), firstMonth: z.number(), weekStart: z.number() }),
  fx: z.union([z.literal('none'), z.object({ to: z.string(), rule: z.string() })]),
  watermark: z
    .record(z.string(), z.string().nullable())
    .describe('The last day with rows of each dataset, whatever the range.'),
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
        .optional()
        .describe('95 % intervals of shares; null: the sample says nothing.'),
      thin: z.array(z.string()).optional().describe('Shares of fewer cases than `minSample`.'),
      parts: Numbers.optional().describe('With `how=1`: base values by measure, in units.'),
      previousParts: Numbers.optional(),
    }),
  ),
  sources: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      lastImport: z.string().nullable(),
      upTo: z.string().nullable().describe('The newest day with data of it.'),
      stale: z.boolean(),
      staleReason: z.string().nullable().describe('In words; null when it is up to date.'),
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
  annotations: z
    .array(z.object({ day: z.string(), campaign: z.string(), text: z.string() }))
    .optional()
    .describe('With a grain: days that a chart marks, because a campaign was changed on them.'),
  how: How.optional().describe('With `how=1`: what stands behind the values.'),
});
