import * as z from 'zod';
import { KpiDefinition } from '../../../kpi/definition/index.ts';
import { MeasureDefinition } from '../schema.ts';

/** A file of definitions. */
export const DefinitionFile = z.strictObject({
  format: z.literal('openmops/1').default('openmops/1'),
  measures: z.array(MeasureDefinition).max(5000).default([]),
  kpis: z.array(KpiDefinition).max(5000).default([]),
});
export type DefinitionFile = z.input<typeof DefinitionFile>;

/**
 * The JSON Schema (draft 2020-12) of a file of definitions, for editors and other tools.
 * @example Object.keys(definitionsJsonSchema().properties) // ['format', 'measures', 'kpis']
 */
export function definitionsJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(DefinitionFile, { io: 'input' }) as Record<string, unknown>;
  return { ...schema, title: 'Definitions of KPIs' };
}
