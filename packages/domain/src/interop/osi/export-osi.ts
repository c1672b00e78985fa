import {
  type Catalogue,
  findKpi,
  findMeasure,
  type Kpi,
  type Measure,
  measuresOf,
} from '../../kpi/index.ts';
import { meaningOf } from '../../kpi/resolve.ts';
import { MopsError } from '../../shared/error.ts';
import { groupBy } from '../../shared/group-by.ts';
import type { Issue } from '../../shared/issue.ts';
import { definitionOf, measureDefinitionOf } from '../definitions/definition-of.ts';
import { unsaidIssue } from '../shared/issues.ts';
import { nameOf, uniqueNames } from '../shared/names.ts';
import { withNeeded } from '../shared/with-needed.ts';
import { writeSql } from '../sql/write-sql.ts';
import { writeYaml } from '../yaml/index.ts';

/** What OSI 1.0 has no field for; each is kept in a custom extension of the vendor COMMON. */
export const OSI_CANNOT_SAY: readonly string[] = [
  'units and currency',
  'whether up or down is good, and targets',
  'how values may be added (additivity), and so which totals are wrong',
  'balances: the value of the last day of a period',
  'other periods: shift, trailing, to_date; totals that leave out a dimension',
  'that each dataset is summed before datasets meet, without joins between their rows',
  'versions, status, owner, smallest samples, intervals, smallest grain, sources of definitions',
];

export type OsiExport = {
  /** The document in YAML. */
  text: string;
  /** The same as plain values. */
  document: Record<string, unknown>;
  /** KPIs that are no metric of it (kept in its extension), and what must be read with care. */
  issues: Issue[];
};

/**
 * KPIs as a semantic model of Open Semantic Interchange 1.0: a metric with ANSI SQL for each that
 * aggregates can say. What they cannot is listed and left out, so that no other tool shows a wrong
 * number; the whole definitions stand in custom extensions, so that reading it back loses nothing.
 * `kpis`: ids or short ids, default all. Names of datasets stand in for tables unless `sourceOf`
 * names them. Throws NOT_FOUND for a KPI nobody knows.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * exportOsi({ catalogue: CATALOGUE, kpis: ['cpc'] }).text // /1.0 \* SUM\(ad_delivery.ad_cost\) \/ NULLIF\(SUM\(ad_delivery.ad_clicks\), 0\)/
 */
export function exportOsi(of: {
  catalogue: Catalogue;
  kpis?: readonly string[];
  sourceOf?: (dataset: string) => string;
}): OsiExport {
  const { catalogue, sourceOf = (dataset) => dataset } = of;
  const asked = of.kpis ? of.kpis.map((id) => findKpi(catalogue, id)) : catalogue.kpis;
  const kpis = [...new Set(asked)];
  const issues: Issue[] = [];
  const unique = uniqueNames();
  const metrics = kpis.flatMap((kpi) => {
    const { expression, issue } = sqlOf(catalogue, kpi);
    if (issue) issues.push(issue);
    if (expression === null) return [];
    return [metricOf(kpi, { name: unique(kpi.id), expression })];
  });
  const said = new Set(metrics.map(({ id }) => id));
  const rest = [...withNeeded(catalogue, kpis)].filter(({ id }) => !said.has(id));
  const measures = new Set([...kpis, ...rest].flatMap((kpi) => measuresOf(catalogue, kpi)));
  const document = {
    semantic_model: [
      {
        name: 'openmops',
        description: 'Marketing KPIs as OpenMOps defines them.',
        ai_context: {
          instructions:
            'Values of these metrics are never added or averaged: calculate them from their parts for each group and period.',
        },
        datasets: datasetsOf([...measures], { catalogue, kpis, sourceOf }),
        metrics: metrics.map(({ metric }) => metric),
        ...(rest.length > 0
          ? { custom_extensions: [extension({ kpis: rest.map(definitionOf) })] }
          : {}),
      },
    ],
  };
  return { text: writeYaml(document), document, issues };
}

const extension = (openmops: unknown) => ({
  vendor_name: 'COMMON',
  data: JSON.stringify({ openmops }),
});

/** The SQL of a KPI, or why there is none. */
export function sqlOf(
  catalogue: Catalogue,
  kpi: Kpi,
): { expression: string | null; issue: Issue | null } {
  try {
    const columns = (dataset: string, column: string) => `${nameOf(dataset)}.${sqlName(column)}`;
    const expression = writeSql(meaningOf(catalogue, kpi), { catalogue, columns });
    const datasets = new Set(measuresOf(catalogue, kpi).map((one) => one.dataset));
    if (datasets.size === 0) throw new MopsError('INVALID', 'It reads no dataset.');
    const message = `It reads ${[...datasets].join(' and ')}, and OSI does not say that each is summed before they meet.`;
    const hint = 'Join them by day and shared dimensions, each summed on its own.';
    const issue = datasets.size > 1 ? unsaidIssue(kpi.id, { message, hint, warning: true }) : null;
    return { expression, issue };
  } catch (error) {
    if (!(error instanceof MopsError)) throw error;
    const hint = 'It is kept in the extension of the model, which OpenMOps reads.';
    return { expression: null, issue: unsaidIssue(kpi.id, { message: error.message, hint }) };
  }
}

const sqlName = (column: string) =>
  /^[a-z_][a-z0-9_]*$/i.test(column) ? column : `"${column.replaceAll('"', '""')}"`;

function metricOf(kpi: Kpi, { name, expression }: { name: string; expression: string }) {
  const synonyms = [kpi.name, ...kpi.aliases, ...kpi.synonyms];
  const metric = {
    name,
    expression: { dialects: [{ dialect: 'ANSI_SQL', expression }] },
    description: kpi.description,
    ai_context: {
      ...(kpi.caveats.length > 0 ? { instructions: kpi.caveats.join(' ') } : {}),
      synonyms: [...new Set(synonyms)],
    },
    custom_extensions: [extension({ kpi: definitionOf(kpi) })],
  };
  return { id: kpi.id, metric };
}

function datasetsOf(
  measures: readonly Measure[],
  of: { catalogue: Catalogue; kpis: readonly Kpi[]; sourceOf: (dataset: string) => string },
) {
  const { catalogue, kpis, sourceOf } = of;
  const filtered = filteredBy(catalogue, kpis);
  return [...groupBy(measures, (one) => one.dataset)].map(([id, own]) => {
    const rows = catalogue.datasets.find((one) => one.id === id)?.rows;
    const dims = filtered.get(id) ?? new Set();
    const columns = new Map(
      own.filter(({ column }) => column !== '*').map((one) => [one.column, one]),
    );
    return {
      name: nameOf(id),
      source: sourceOf(id),
      ...(rows ? { description: `Rows about ${rows}, one for each day and group.` } : {}),
      fields: [
        field('day', { dimension: { is_time: true }, description: 'Day of the row.' }),
        ...[...dims]
          .filter((dim) => !columns.has(dim))
          .map((dim) => field(dim, { dimension: { is_time: false } })),
        ...[...columns].map(([column, { name, description }]) =>
          field(column, { description: description || name }),
        ),
      ],
      custom_extensions: [extension({ dataset: id, measures: own.map(measureDefinitionOf) })],
    };
  });
}

const field = (name: string, more: Record<string, unknown>) => ({
  name,
  expression: { dialects: [{ dialect: 'ANSI_SQL', expression: sqlName(name) }] },
  ...more,
});

// The dimensions that filters of KPIs and measures look at, by dataset.
function filteredBy(catalogue: Catalogue, kpis: readonly Kpi[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  const add = (dataset: string, dim: string) => {
    found.set(dataset, (found.get(dataset) ?? new Set()).add(dim));
  };
  const walk = (expr: Kpi['expr'], dims: string[]): void => {
    if (typeof expr === 'number') return;
    if ('ref' in expr) {
      const { dataset, filters } = findMeasure(catalogue, expr.ref);
      for (const dim of [...dims, ...filters.map((one) => one.dim)]) add(dataset, dim);
    } else if ('of' in expr) {
      const own = expr.op === 'where' ? expr.filters.map((one) => one.dim) : [];
      walk(expr.of, [...dims, ...own]);
    } else if (expr.op === 'div') {
      walk(expr.num, dims);
      walk(expr.den, dims);
    } else for (const arg of expr.args) walk(arg, dims);
  };
  for (const kpi of kpis) walk(meaningOf(catalogue, kpi), []);
  return found;
}
