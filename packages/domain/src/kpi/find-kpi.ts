import { MopsError } from '../shared/error.ts';
import { nearestName } from '../shared/nearest-name.ts';
import type { Catalogue } from './catalogue.ts';
import type { Kpi, Measure } from './schema.ts';

/**
 * The KPI of an id, of a short id, or of a base measure under its own id. Throws NOT_FOUND with the
 * nearest name.
 * @example import { CATALOGUE } from '@openmops/domain/catalogue';
 * findKpi(CATALOGUE, 'ctr').id // 'paid.ctr'
 */
export function findKpi(catalogue: Catalogue, name: string): Kpi {
  const found = catalogue.kpiOf.get(name);
  if (found) return found;
  const base = catalogue.measureOf.get(name);
  if (base) return kpiOfMeasure(catalogue, base);
  const near = nearestName(name, [...catalogue.kpiOf.keys(), ...catalogue.measureOf.keys()]);
  const hint = near
    ? `Did you mean “${near}”?`
    : 'The catalogue lists every KPI: kpi list, or GET /api/v1/kpis.';
  throw new MopsError('NOT_FOUND', `There is no KPI “${name}”.`, hint);
}

function kpiOfMeasure(catalogue: Catalogue, base: Measure): Kpi {
  const dataset = catalogue.datasets.find((one) => one.id === base.dataset);
  return {
    id: base.id,
    version: 1,
    status: 'certified',
    name: base.name,
    aliases: [],
    synonyms: [],
    family: dataset?.family ?? base.dataset,
    expr: { ref: base.id },
    unit: base.unit,
    direction: 'neutral',
    uncertainty: 'none',
    minSample: null,
    tags: [],
    owner: null,
    minGrain: null,
    description: base.description || `${base.name} as the sources deliver it.`,
    filters: [],
    caveats: [],
    source: { standard: 'OpenMOps definition', url: null, checked: 'own' },
  };
}
