import { bucketsOf } from '../calendar/buckets-of.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { type Day, parseDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { bucketsBefore, type Progress } from './buckets-before.ts';
import type { Catalogue } from './catalogue.ts';
import { definitionHash } from './definition-hash.ts';
import { DIMENSIONS, type QueryDimension } from './dimensions.ts';
import { findKpi } from './find-kpi.ts';
import { formulaText } from './formula-text.ts';
import { measuresOf, resolveExpr } from './resolve.ts';
import type {
  AskedKpi,
  Bucket,
  DatasetId,
  KpiPlan,
  KpiQuery,
  Measure,
  MeasureQuery,
} from './schema.ts';

export type PlanInput = {
  catalogue: Catalogue;
  query: KpiQuery;
  calendar: Calendar;
  /** False: all amounts are in one currency, so days need not be kept apart for exchange rates. */
  convert?: boolean;
  /** Lets a range that is not over yet meet the same elapsed part of the range before. */
  progress?: Progress;
};

/**
 * A question → what must be summed to answer it: one query of base measures for each dataset, for
 * the range and for the one it is compared with. Pure and serialisable: the contract with any store.
 * @example
 * import { GREGORIAN } from '@openmops/domain/calendar';
 * const query = KpiQuery.parse({ kpis: ['cpc'], from: '2026-01-01', to: '2026-01-31' });
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * const plan = planKpis({ catalogue: CATALOGUE, query, calendar: GREGORIAN });
 * plan.current[0]?.measures.map((one) => one.id) // ['ad_cost', 'ad_clicks']
 */
export function planKpis(input: PlanInput): KpiPlan {
  const { catalogue, query, calendar } = input;
  const names = [...new Set(query.kpis)];
  const by = [...new Set(query.by)].map(knownDimension);
  for (const filter of query.filters) knownDimension(filter.dim);
  const asked = names.map((name) => askedKpi(catalogue, name));
  const range = { from: dayIn(query.from, 'from'), to: dayIn(query.to, 'to') };
  const buckets = bucketsOf({ ...range, grain: query.grain, calendar });
  const progress = input.progress ?? null;
  const previousBuckets = query.compare
    ? bucketsBefore({ query, range, buckets, calendar, progress })
    : null;
  const measures = new Map(asked.flatMap((one) => one.measures.map((base) => [base.id, base])));
  const queriesOver = (of: Bucket[]) =>
    queriesOf({
      measures: [...measures.values()],
      query: { ...query, by },
      by,
      buckets: of,
      convert: input.convert !== false,
    });
  return {
    query: { ...query, kpis: names, by },
    asked,
    buckets,
    previousBuckets,
    current: queriesOver(buckets),
    previous: previousBuckets ? queriesOver(previousBuckets) : [],
  };
}

function queriesOf(input: {
  measures: Measure[];
  query: KpiQuery;
  by: QueryDimension[];
  buckets: Bucket[];
  convert: boolean;
}): MeasureQuery[] {
  const { measures, query, by, buckets, convert } = input;
  const datasets = new Map<DatasetId, Measure[]>();
  for (const one of measures) {
    datasets.set(one.dataset, [...(datasets.get(one.dataset) ?? []), one]);
  }
  return [...datasets].map(([dataset, own]) => ({
    dataset,
    measures: own,
    by,
    filters: query.filters,
    buckets,
    resolution: own.some((one) => needsDays(one, convert)) ? 'day' : 'bucket',
  }));
}

function askedKpi(catalogue: Catalogue, name: string): AskedKpi {
  const kpi = findKpi(catalogue, name);
  const expr = resolveExpr(catalogue, kpi.expr);
  return {
    name,
    kpi,
    expr,
    measures: measuresOf(catalogue, kpi),
    formula: formulaText(catalogue, { ...kpi, expr }),
    definition: definitionHash(catalogue, kpi),
  };
}

function needsDays(one: Measure, convert: boolean): boolean {
  const money = one.unit.kind === 'money' && convert;
  return money || one.additive === 'notTime';
}

function dayIn(text: string, field: string): Day {
  const day = parseDay(text);
  if (day !== null) return day;
  const message = `“${text}” (${field}) is not a date of the calendar.`;
  throw new MopsError('INVALID', message, 'A date looks like 2026-01-31.');
}

const QUERY_DIMENSIONS = new Set<string>([
  ...DIMENSIONS.map((one) => one.id),
  'source',
  'currency',
]);

function knownDimension(name: string): QueryDimension {
  if (QUERY_DIMENSIONS.has(name)) return name as QueryDimension;
  const near = nearestName(name, QUERY_DIMENSIONS);
  const hint = near ? `Did you mean “${near}”?` : `Known: ${[...QUERY_DIMENSIONS].join(', ')}.`;
  throw new MopsError('INVALID', `There is no dimension “${name}”.`, hint);
}
