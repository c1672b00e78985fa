import { readDefinition } from '../../kpi/definition/index.ts';
import { type Catalogue, defineKpi, type Expr, type Kpi, type Measure } from '../../kpi/index.ts';
import { MopsError } from '../../shared/error.ts';
import type { Issue } from '../../shared/issue.ts';
import { nearestName } from '../../shared/nearest-name.ts';
import { sqlOf } from '../osi/export-osi.ts';
import { assemble, type Draft, type Imported } from '../shared/assemble.ts';
import { importMeasures, type Registry } from '../shared/import-measures.ts';
import { unsaidIssue } from '../shared/issues.ts';
import { nameOf, uniqueNames } from '../shared/names.ts';
import { readKept, toMeasure } from '../shared/read-kept.ts';
import { withMore } from '../shared/with-more.ts';
import { parseSql } from '../sql/parse-sql.ts';
import { readExpression } from '../sql/read-expression.ts';
import { cannotRead } from '../sql/tokens.ts';
import { placeOf, plainOf, type YamlNode } from '../yaml/node.ts';
import { type OsiDataset, OsiFile, OsiMetric, OsiModel } from './schema.ts';

/**
 * Metrics of Open Semantic Interchange 1.0 (YAML or JSON, as read) as KPIs: sums, counts, different values,
 * smallest, largest, averages and medians, arithmetic over them, and CASE inside of aggregates as
 * filters. What was exported here comes back whole; where its SQL was changed since, the SQL counts
 * and the version grows. Units are unknown to OSI: new measures are counts. `catalogue`: what they join; measures of
 * the same dataset, column and aggregation are taken from it. Throws INVALID for what is no
 * OSI document; for single metrics the reason stands in `issues`.
 * @example
 * import { readYaml } from '@openmops/domain/interop/yaml';
 * import { createCatalogue } from '@openmops/domain/kpi';
 * const catalogue = createCatalogue({ measures: [], kpis: [] });
 * const metric = '{name: cpc, expression: {dialects: [{dialect: ANSI_SQL, expression: "SUM(ads.cost) / NULLIF(SUM(ads.clicks), 0)"}]}}';
 * const text = `semantic_model: [{name: shop, datasets: [{name: ads, source: db.ads}], metrics: [${metric}]}]`;
 * importOsi(readYaml(text), { catalogue }).kpis[0].expr // { op: 'div', num: { ref: 'ads_cost' }, den: { ref: 'ads_clicks' } }
 */
export function importOsi(root: YamlNode, options: { catalogue: Catalogue }): Imported {
  const base = options.catalogue;
  const file = OsiFile.safeParse(plainOf(root));
  if (!file.success) {
    const message = 'This is no document of Open Semantic Interchange.';
    throw new MopsError(
      'INVALID',
      message,
      'It has a list “semantic_model” of at least one model.',
    );
  }
  const issues: Issue[] = [];
  const drafts: Draft[] = [];
  const measures = new Map<string, Measure>();
  const unique = uniqueNames();
  for (const [index, given] of file.data.semantic_model.entries()) {
    const path = ['semantic_model', index];
    const model = OsiModel.safeParse(given);
    if (!model.success) {
      issues.push(...shapeIssues(model.error.issues, { root, path, id: `model ${index + 1}` }));
      continue;
    }
    const found = readModel(model.data, { base, root, path, unique });
    for (const measure of found.measures) measures.set(measure.id, measure);
    drafts.push(...found.drafts);
    issues.push(...found.issues);
  }
  return assemble({ base, measures: [...measures.values()], drafts, issues });
}

type At = {
  base: Catalogue;
  root: YamlNode;
  path: PropertyKey[];
  unique: (text: string) => string;
};

function readModel(model: OsiModel, at: At) {
  const { base, root, path } = at;
  const issues: Issue[] = [];
  const kept = model.datasets.flatMap((one) => extensionOf(one)?.measures ?? []);
  const own = readKept(kept, { id: model.name, issues }, toMeasure);
  const known = [...own, ...base.measures.filter(({ id }) => own.every((one) => one.id !== id))];
  const imported = importMeasures(known, base.kpiOf.keys());
  const rest = readKept(extensionOf(model)?.kpis ?? [], { id: model.name, issues }, readDefinition);
  const metrics = (model.metrics ?? []).flatMap((given, index) => {
    const place = [...path, 'metrics', index];
    const metric = OsiMetric.safeParse(given);
    if (metric.success) return [{ metric: metric.data, place }];
    issues.push(
      ...shapeIssues(metric.error.issues, { root, path: place, id: `metric ${index + 1}` }),
    );
    return [];
  });
  const whole = metrics.map(({ metric, place }) => {
    const definition = extensionOf(metric)?.kpi;
    const [kpi] = definition
      ? readKept([definition], { id: metric.name, issues }, readDefinition)
      : [];
    return { metric, line: placeOf(root, place).line, kpi: kpi ?? null };
  });
  const context = withMore(base, {
    measures: own,
    kpis: [...rest, ...whole.flatMap(({ kpi }) => kpi ?? [])],
  });
  const drafts: Draft[] = rest.map((kpi) => ({ kpi, unitKnown: true, line: null }));
  for (const one of whole) {
    const draft = readMetric(one, { model, context, imported, issues, unique: at.unique });
    if (draft) drafts.push(draft);
  }
  if (model.relationships?.length) {
    const message =
      'relationships between datasets are not read: each dataset is summed on its own.';
    const { line } = placeOf(root, [...path, 'relationships']);
    issues.push(unsaidIssue(model.name, { message, warning: true, line }));
  }
  return { measures: [...own, ...imported.measures], drafts, issues };
}

type Read = { metric: OsiMetric; line: number; kpi: Kpi | null };
type Around = {
  model: OsiModel;
  context: Catalogue;
  imported: Registry;
  issues: Issue[];
  unique: (text: string) => string;
};

function readMetric({ metric, line, kpi }: Read, around: Around): Draft | null {
  const { context, issues, model } = around;
  const sql = sqlIn(metric);
  if (kpi && sql !== null && squeezed(sql) === squeezed(sqlOf(context, kpi).expression ?? '')) {
    return { kpi, unitKnown: true, line };
  }
  try {
    if (sql === null) throw cannotRead('no expression in SQL', 'Add one in the dialect ANSI_SQL.');
    const warnings: string[] = [];
    const expr = readExpression(parseSql(sql), namesIn(around), warnings);
    for (const message of warnings)
      issues.push(unsaidIssue(metric.name, { message, warning: true, line }));
    if (!kpi)
      return {
        kpi: newKpi(metric, { expr, model, unique: around.unique }),
        unitKnown: false,
        line,
      };
    const message = `its SQL was changed; it becomes version ${kpi.version + 1}.`;
    issues.push(unsaidIssue(kpi.id, { message, warning: true, line }));
    const changed = { ...kpi, expr, filters: [], version: kpi.version + 1 };
    return { kpi: { ...changed, uncertainty: 'none', minSample: null }, unitKnown: false, line };
  } catch (error) {
    if (!(error instanceof MopsError)) throw error;
    const { message, hint } = error;
    issues.push(unsaidIssue(kpi?.id ?? metric.name, { message, hint, line }));
    return null;
  }
}

const squeezed = (sql: string) => sql.replace(/\s+/g, ' ').trim();

const READ = ['ANSI_SQL', 'SNOWFLAKE', 'DATABRICKS'];

function sqlIn({ expression }: OsiMetric): string | null {
  const found = READ.map((dialect) => expression.find((one) => one.dialect === dialect));
  return found.find((one) => one)?.expression ?? null;
}

function newKpi(
  metric: OsiMetric,
  of: { expr: Expr; model: OsiModel; unique: (text: string) => string },
): Kpi {
  const words = metric.name.replaceAll(/[_.]+/g, ' ').trim().slice(0, 120) || metric.name;
  const { ai_context: context } = metric;
  const said = typeof context === 'string' ? context.split(',') : (context?.synonyms ?? []);
  const family = nameOf(of.model.name);
  return defineKpi({
    id: `${family}.${of.unique(metric.name)}`,
    status: 'draft',
    name: words[0]?.toUpperCase() + words.slice(1),
    synonyms: said
      .map((one) => one.trim().slice(0, 120))
      .filter((one) => one !== '')
      .slice(0, 20),
    formula: of.expr,
    unit: { kind: 'count' },
    direction: 'neutral',
    description: (metric.description?.trim() || `${words}.`).slice(0, 2000),
    source: { standard: `Open Semantic Interchange: ${of.model.name}`.slice(0, 200), url: null },
  });
}

function namesIn({ model, imported }: Around) {
  const { datasets } = model;
  let conditions = new Set<string>();
  const idOf = (name: string) => {
    const dataset = datasets.find((one) => one.name === name);
    return String((dataset && extensionOf(dataset)?.dataset) ?? name);
  };
  const locate = (path: string[]) => {
    const column = path.at(-1) ?? '';
    const named = path.at(-2);
    if (named !== undefined) {
      if (datasets.some(({ name }) => name === named)) return { dataset: named, column };
      const near = nearestName(
        named,
        datasets.map(({ name }) => name),
      );
      throw cannotRead(`a dataset “${named}”`, near && `Did you mean “${near}”?`);
    }
    const having = datasets.filter((one) => one.fields?.some(({ name }) => name === column));
    const [only] = datasets.length === 1 ? datasets : having;
    if (!only || having.length > 1) {
      throw cannotRead(`“${column}” without its dataset`, 'Write dataset.column.');
    }
    return { dataset: only.name, column };
  };
  return {
    name: (path: string[]): Expr => {
      throw cannotRead(`the column “${path.join('.')}” outside of an aggregate`);
    },
    dim: (path: string[]) => {
      const { dataset, column } = locate(path);
      conditions.add(dataset);
      return column;
    },
    aggregate: ({
      path,
      ...of
    }: Parameters<Parameters<typeof readExpression>[1]['aggregate']>[0]) => {
      const [condition] = conditions;
      const sole = condition ?? (datasets.length === 1 ? datasets[0]?.name : undefined);
      if (path[0] === '*' && sole === undefined) {
        throw cannotRead(
          'COUNT(*) over several datasets',
          'Count a column: COUNT(dataset.column).',
        );
      }
      const { dataset, column } =
        path[0] === '*' ? { dataset: sole ?? '', column: '*' } : locate(path);
      const others = [...conditions].filter((name) => name !== dataset);
      conditions = new Set();
      if (others.length > 0)
        throw cannotRead(`a condition on another dataset (${others.join(', ')})`);
      return imported.read(idOf(dataset), { ...of, column });
    },
  };
}

/** What was kept for OpenMOps, if anything. */
function extensionOf(part: Pick<OsiDataset, 'custom_extensions'>) {
  for (const { data } of part.custom_extensions ?? []) {
    const found = parsed(data);
    if (found && typeof found === 'object' && 'openmops' in found) {
      return found.openmops as {
        kpi?: unknown;
        kpis?: unknown[];
        measures?: unknown[];
        dataset?: unknown;
      };
    }
  }
  return null;
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    // Other vendors' extensions may hold anything.
    return null;
  }
}

function shapeIssues(
  found: readonly { path: PropertyKey[]; message: string }[],
  at: { root: YamlNode; path: readonly PropertyKey[]; id: string },
): Issue[] {
  return found.map(({ path, message }) => {
    const { line } = placeOf(at.root, [...at.path, ...path]);
    const where = path.length > 0 ? `${path.map(String).join('.')}: ` : '';
    return unsaidIssue(at.id, { message: `${where}${message}`, line });
  });
}
