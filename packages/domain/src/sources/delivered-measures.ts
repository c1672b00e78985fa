import { IMPORTED_DATASETS, storedMeasure } from '../catalogue/stored-measures.ts';
import { COMMON_MEASURE_HEADERS } from './common-measure-headers.ts';
import { PRESETS } from './presets.ts';
import { CONTACT, DEAL } from './record-reader.ts';

/**
 * Ids of the base measures that the export of some platform fills by itself. The others need a
 * column of an own file that a person maps to them, or a source that is not there yet.
 * @example deliveredMeasures().has('ad_cost') // true
 */
export function deliveredMeasures(): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (dataset: string, target: string) => {
    const base = storedMeasure(dataset, target);
    if (base) found.add(base.id);
  };
  for (const { dataset, columns, also, records } of PRESETS) {
    for (const target of Object.keys(columns)) add(dataset, target);
    for (const target of Object.values(also ?? {})) add(dataset, target);
    // An average position becomes a sum that can be added.
    if ('position' in columns) add(dataset, 'position_x_impressions');
    if (records) for (const target of [...CONTACT, ...DEAL]) add(dataset, target);
  }
  for (const dataset of IMPORTED_DATASETS) {
    for (const target of Object.keys(COMMON_MEASURE_HEADERS)) add(dataset, target);
  }
  return found;
}
