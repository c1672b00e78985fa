import { type Catalogue, findKpi, type Kpi, type Measure, measuresOf } from '../../kpi/index.ts';
import { meaningOf } from '../../kpi/resolve.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { Issue } from '../../shared/issue.ts';
import { definitionOf, measureDefinitionOf } from '../definitions/definition-of.ts';
import { attempt } from '../shared/attempt.ts';
import { filtersOf } from '../shared/filters-of.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { unsaidIssue } from '../shared/issues.ts';
import { nameOf, uniqueNames } from '../shared/names.ts';
import { withNeeded } from '../shared/with-needed.ts';
import { writeYaml } from '../yaml/write-yaml.ts';
import { type Helpers, type Metric, metricOf } from './metrics-of.ts';

/** What MetricFlow has no field for; each is kept under `config.meta.openmops`. */
export const METRICFLOW_CANNOT_SAY: readonly string[] = [
  'units and currency',
  'whether up or down is good, and targets',
  'which totals are wrong, but for balances (non_additive_dimension)',
  'totals that leave out a dimension; the period before, whatever its length; windows of balances',
  'a fraction that stands in for nothing (fill_nulls_with takes whole numbers)',
  'versions, status, owner, smallest samples, intervals, sources of definitions',
];

export type MetricflowExport = {
  /** The document in YAML. */
  text: string;
  /** The same as plain values. */
  document: Record<string, unknown>;
  /** KPIs that are no metric of it (kept in its meta). */
  issues: Issue[];
};

/**
 * KPIs as semantic models and metrics of dbt MetricFlow: simple, ratio, derived and cumulative. What
 * they cannot say is listed and left out; the whole definitions stand under `config.meta.openmops`,
 * so that reading it back loses nothing. `kpis`: ids or short ids, default all. Each dataset is the
 * dbt model of its name unless `modelOf` says otherwise. Throws NOT_FOUND for a KPI nobody knows.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * exportMetricflow({ catalogue: CATALOGUE, kpis: ['cpc'] }).text // /numerator: ad_cost\n +denominator: ad_clicks\n/
 */
export function exportMetricflow(of: {
  catalogue: Catalogue;
  kpis?: readonly string[];
  modelOf?: (dataset: string) => string;
}): MetricflowExport {
  const { catalogue, modelOf = (dataset) => `ref('${nameOf(dataset)}')` } = of;
  const asked = of.kpis ? of.kpis.map((id) => findKpi(catalogue, id)) : catalogue.kpis;
  const kpis = [...new Set(asked)];
  const unique = uniqueNames();
  const names = new Map(kpis.map((kpi) => [kpi, unique(kpi.id)]));
  const helpers: Helpers = { unique, made: new Map() };
  const issues: Issue[] = [];
  const said = kpis.flatMap((kpi) => {
    const name = names.get(kpi) ?? '';
    const { value, issues: why } = attempt(() => metricOf(kpi, { catalogue, name, helpers }));
    if (value) return [{ kpi, metric: value }];
    const hint = 'It is kept under config.meta of a semantic model, which OpenMOps reads.';
    issues.push(...why.map(({ message }) => unsaidIssue(kpi.id, { message, hint })));
    return [];
  });
  const there = new Set(said.map(({ kpi }) => kpi.id));
  const rest = [...withNeeded(catalogue, kpis)].filter(({ id }) => !there.has(id));
  const measures = new Set([...kpis, ...rest].flatMap((kpi) => measuresOf(catalogue, kpi)));
  const document = {
    semantic_models: modelsOf([...measures], { catalogue, kpis, rest, modelOf }),
    metrics: [
      ...[...helpers.made.values()].map((metric) => ({
        ...metric,
        description: `Part of other metrics.`,
        label: metric.name.replaceAll('_', ' '),
        config: { meta: { openmops: { part: fingerprint(metric) } } },
      })),
      ...said.map(({ kpi, metric }) => described(kpi, metric)),
    ],
  };
  return { text: writeYaml(document), document, issues };
}

function described(kpi: Kpi, metric: Metric) {
  return {
    ...metric,
    label: kpi.name,
    description: [kpi.description, ...kpi.caveats].join(' '),
    ...(kpi.minGrain ? { time_granularity: kpi.minGrain } : {}),
    config: { meta: { openmops: { kpi: definitionOf(kpi), metric: fingerprint(metric) } } },
  };
}

function modelsOf(
  measures: readonly Measure[],
  of: {
    catalogue: Catalogue;
    kpis: readonly Kpi[];
    rest: readonly Kpi[];
    modelOf: (dataset: string) => string;
  },
) {
  const { catalogue, kpis, rest, modelOf } = of;
  const dims = new Set(
    [
      ...kpis.flatMap((kpi) => filtersOf(meaningOf(catalogue, kpi))),
      ...measures.flatMap((one) => one.filters),
    ].map(({ dim }) => dim),
  );
  return [...groupBy(measures, (one) => one.dataset)].map(([id, own], index) => {
    const rows = catalogue.datasets.find((one) => one.id === id)?.rows;
    const openmops = {
      dataset: id,
      measures: own.map(measureDefinitionOf),
      ...(index === 0 && rest.length > 0 ? { kpis: rest.map(definitionOf) } : {}),
    };
    return {
      name: nameOf(id),
      ...(rows ? { description: `Rows about ${rows}, one for each day and group.` } : {}),
      model: modelOf(id),
      defaults: { agg_time_dimension: TIME },
      primary_entity: nameOf(id),
      dimensions: [
        { name: TIME, type: 'time', expr: 'day', type_params: { time_granularity: 'day' } },
        ...[...dims].map((dim) => ({ name: nameOf(dim), type: 'categorical', expr: dim })),
      ],
      measures: own.map((measure) => measureOf(measure, catalogue)),
      config: { meta: { openmops } },
    };
  });
}

// Names of grains (day, month) are reserved.
const TIME = 'fact_day';

function measureOf(measure: Measure, catalogue: Catalogue) {
  const { id, name, description, agg, column, q } = measure;
  const rows = column === '*';
  // Rows of facts bring counts along as numbers; a dimension is counted.
  const counted = rows || catalogue.dimensions.some((one) => one.id === column);
  const kinds = {
    sum: { agg: 'sum' },
    count: { agg: counted ? 'count' : 'sum' },
    countDistinct: { agg: 'count_distinct' },
    min: { agg: 'min' },
    max: { agg: 'max' },
    quantile: {
      agg: 'percentile',
      agg_params: {
        percentile: q,
        use_discrete_percentile: false,
        use_approximate_percentile: false,
      },
    },
    snapshotLast: { agg: 'sum', non_additive_dimension: { name: TIME, window_choice: 'max' } },
    snapshotFirst: { agg: 'sum', non_additive_dimension: { name: TIME, window_choice: 'min' } },
  };
  return {
    name: nameOf(id),
    description: description || name,
    ...kinds[agg],
    expr: rows ? '1' : column,
  };
}
