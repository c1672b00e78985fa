import { MopsError } from '../shared/error.ts';
import { groupBy } from '../shared/group-by.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { DIMENSIONS } from './dimensions.ts';
import type { Dataset, Kpi, Measure } from './schema.ts';

/** Measures and KPIs that know each other: what a question is asked of. */
export type Catalogue = {
  /** By what rows may be split and filtered, besides source and currency. */
  dimensions: readonly { id: string; name: string }[];
  datasets: readonly Dataset[];
  measures: readonly Measure[];
  /** Every KPI once, in its current version. */
  kpis: readonly Kpi[];
  /** Every version of every KPI. */
  versions: readonly Kpi[];
  /** Measures by id. */
  measureOf: ReadonlyMap<string, Measure>;
  /** KPIs by id, by short id, and in any version by `id@version`. */
  kpiOf: ReadonlyMap<string, Kpi>;
};

/** What a catalogue is made of. */
export type CatalogueParts = {
  measures: readonly Measure[];
  /** Also older versions of one KPI, under the same id. */
  kpis: readonly Kpi[];
  datasets?: readonly Dataset[];
  dimensions?: Catalogue['dimensions'];
};

/**
 * A catalogue of work in progress, of which nothing is checked: what is wrong with a formula shows
 * when it is asked.
 * @example draftCatalogue({ measures: [], kpis: [] }).kpis // []
 */
export function draftCatalogue(of: CatalogueParts): Catalogue {
  const { measures, kpis, datasets = [], dimensions = DIMENSIONS } = of;
  const kpiOf = new Map<string, Kpi>();
  const versions = groupBy(kpis, (kpi) => kpi.id);
  const current = [...versions.values()].map((own) => currentOf(own as [Kpi]));
  for (const kpi of kpis) kpiOf.set(versionName(kpi), kpi);
  for (const kpi of current) for (const alias of kpi.aliases) kpiOf.set(alias, kpi);
  for (const kpi of current) kpiOf.set(kpi.id, kpi);
  const measureOf = new Map(measures.map((one) => [one.id, one]));
  return { dimensions, datasets, measures, kpis: current, versions: kpis, measureOf, kpiOf };
}

/** `paid.ctr@2`: a KPI in one version, whichever is the current one. */
export const versionName = ({ id, version }: Pick<Kpi, 'id' | 'version'>) => `${id}@${version}`;

const RANK = { certified: 2, deprecated: 1, draft: 0 };

// The newest that is certified; a draft only where there is nothing else.
function currentOf([first, ...more]: [Kpi, ...Kpi[]]): Kpi {
  return more.reduce((best, one) => {
    const rank = RANK[one.status] - RANK[best.status];
    return rank > 0 || (rank === 0 && one.version > best.version) ? one : best;
  }, first);
}

/**
 * The base measure of an id; throws INVALID with the nearest name when there is none.
 * @example findMeasure(draftCatalogue({ measures: [], kpis: [] }), 'ad_cost') // throws 'no measure'
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
