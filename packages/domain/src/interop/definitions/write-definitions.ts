import type { Kpi, Measure } from '../../kpi/index.ts';
import { writeYaml } from '../yaml/index.ts';
import { definitionOf, measureDefinitionOf } from './definition-of.ts';
import type { DefinitionFile } from './file/schema.ts';

/** What is to be written; measures only where they are a team's own. */
export type Definitions = { kpis: readonly Kpi[]; measures?: readonly Measure[] };

/**
 * Definitions as one plain document, for JSON or YAML.
 * @example definitionFile({ kpis: [] }) // { format: 'openmops/1', kpis: [] }
 */
export function definitionFile({ kpis, measures = [] }: Definitions): DefinitionFile {
  return {
    format: 'openmops/1',
    ...(measures.length > 0 ? { measures: measures.map(measureDefinitionOf) } : {}),
    kpis: kpis.map(definitionOf),
  };
}

/**
 * Definitions as YAML; `readDefinitions` gives them back.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * writeDefinitions({ kpis: [CATALOGUE.kpiOf.get('cpc')] }) // /formula: ad_cost \/ ad_clicks\n/
 */
export function writeDefinitions(of: Definitions): string {
  return writeYaml(definitionFile(of));
}
