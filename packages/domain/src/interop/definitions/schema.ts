import * as z from 'zod';
import { KpiDefinition } from '../../kpi/definition/index.ts';
import { Filter } from '../../kpi/index.ts';

const { id, name, unit } = KpiDefinition.shape;

/** A base measure as a team writes it down; what is left out is the usual. */
export const MeasureDefinition = z.strictObject({
  id,
  alias: id.optional().describe('Short name, unique in the dataset.'),
  name,
  description: z.string().max(2000).optional(),
  dataset: z.string().min(1).max(120).describe('The kind of rows that it is read from.'),
  unit,
  agg: z
    .enum([
      'sum',
      'count',
      'countDistinct',
      'min',
      'max',
      'snapshotLast',
      'snapshotFirst',
      'quantile',
    ])
    .default('sum'),
  column: z.string().min(1).max(120).optional().describe('Where it differs from the id.'),
  q: z.number().min(0).max(1).optional().describe('For a quantile: 0.5 is the median.'),
  filters: z.array(Filter).max(30).optional(),
});
export type MeasureDefinition = z.input<typeof MeasureDefinition>;
