import { MopsError } from '../shared/error.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { DIMENSIONS } from './dimensions.ts';
import type { Dataset, Kpi, Measure } from './schema.ts';

/** Measures and KPIs that know each other: what a question is asked of. */
export type Catalogue = {
  /** By what rows may be split and filtered, besides source and currency. */
  dimensions: readonly { id: string; name: string }[];
  datasets: readonly Dataset[];
  measures: readonly Measure[];
  kpis: readonly Kpi[];
  /** Measures by id. */
  measureOf: ReadonlyMap<string, Measure>;
  /** KPIs by id and by short id. */
  kpiOf: ReadonlyMap<string, Kpi>;
};

/**
 * A catalogue of measures and KPIs, shipped ones or a team's own.
 * @example createCatalogue({ measures: [], kpis: [] }).kpis // []
 */
export function createCatalogue(of: {
  measures: readonly Measure[];
  kpis: readonly Kpi[];
  datasets?: readonly Dataset[];
  dimensions?: Catalogue['dimensions'];
}): Catalogue {
  const { measures, kpis, datasets = [], dimensions = DIMENSIONS } = of;
  const kpiOf = new Map<string, Kpi>();
  for (const kpi of kpis) for (const alias of kpi.aliases) kpiOf.set(alias, kpi);
  for (const kpi of kpis) kpiOf.set(kpi.id, kpi);
  const measureOf = new Map(measures.map((one) => [one.id, one]));
  return { dimensions, datasets, measures, kpis, measureOf, kpiOf };
}

/**
 * The base measure of an id; throws INVALID with the nearest name when there is none.
 * @example findMeasure(createCatalogue({ measures: [], kpis: [] }), 'ad_cost') // throws 'no measure'
 */
export function findMeasure(catalogue: Catalogue, id: string): Measure {
  const found = catalogue.measureOf.get(id);
  if (found) return found;
  const near = nearestName(id, catalogue.measureOf.keys());
  throw new MopsError('INVALID', `There is no measure “${id}”.`, near && `Did you mean “${near}”?`);
}

const EVERYWHERE = [
  { id: 'source', name: 'Source' },
  { id: 'currency', name: 'Currency' },
];

/** Every id by which a question may split and filter. */
export function queryDimensions({ dimensions }: Catalogue): string[] {
  return [...dimensions, ...EVERYWHERE].map((one) => one.id);
}

/** The name of a dimension; an id that is not known stays as it is. */
export function dimensionName({ dimensions }: Catalogue, id: string): string {
  return [...dimensions, ...EVERYWHERE].find((one) => one.id === id)?.name ?? id;
}
