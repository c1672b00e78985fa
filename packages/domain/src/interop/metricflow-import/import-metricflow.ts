import { readDefinition } from '../../kpi/definition/index.ts';
import { type Catalogue, defineKpi, type Expr, type Kpi } from '../../kpi/index.ts';
import { MopsError } from '../../shared/error.ts';
import type { Issue } from '../../shared/issue.ts';
import { nearestName } from '../../shared/nearest-name.ts';
import { assemble, type Draft, type Imported } from '../shared/assemble.ts';
import { fingerprint } from '../shared/fingerprint.ts';
import { importMeasures, type Registry } from '../shared/import-measures.ts';
import { unsaidIssue } from '../shared/issues.ts';
import { nameOf } from '../shared/names.ts';
import { readKept, toMeasure } from '../shared/read-kept.ts';
import { cannotRead } from '../sql/tokens.ts';
import { placeOf, plainOf, type YamlNode } from '../yaml/node.ts';
import { collect } from './collect.ts';
import { type Found, readMeasure } from './read-measure.ts';
import { readMetric } from './read-metric.ts';
import { Metric, SemanticModel } from './schema.ts';

type Given = { metric: Metric; line: number | null; print: string };
type Kept = {
  kpi?: unknown;
  kpis?: unknown[];
  metric?: string;
  part?: string;
  measures?: unknown[];
};

/**
 * Metrics of dbt MetricFlow as KPIs, from all documents of a project as they were read: simple,
 * ratio, derived and cumulative metrics over measures of semantic models; balances, filters, offsets
 * and windows. What was exported here comes back whole, unless it was changed since: then what it
 * says now counts, and the version grows. Units are unknown to MetricFlow: new measures are counts.
 * `catalogue`: what they join; measures of the same dataset, column and aggregation are taken from it; `family`: what
 * new ids begin with. Throws INVALID where there is neither a semantic model nor a metric; for single
 * metrics the reason stands in `issues`.
 * @example
 * import { readYamlDocuments } from '@openmops/domain/interop/yaml';
 * import { createCatalogue } from '@openmops/domain/kpi';
 * const catalogue = createCatalogue({ measures: [], kpis: [] });
 * const models = 'semantic_models: [{name: ads, measures: [{name: cost, agg: sum}, {name: clicks, agg: sum}]}]';
 * const part = (name) => `{name: ${name}, type: simple, type_params: {measure: ${name}}}`;
 * const ratio = '{name: cpc, type: ratio, type_params: {numerator: cost, denominator: clicks}}';
 * const text = `${models}\nmetrics: [${part('cost')}, ${part('clicks')}, ${ratio}]`;
 * importMetricflow(readYamlDocuments(text), { catalogue }).kpis.at(-1).expr // { op: 'div', num: { ref: 'dbt.cost' }, den: { ref: 'dbt.clicks' } }
 */
export function importMetricflow(
  documents: readonly YamlNode[],
  options: { catalogue: Catalogue; family?: string },
): Imported {
  const base = options.catalogue;
  const family = nameOf(options.family ?? 'dbt');
  const issues: Issue[] = [];
  const { models, metrics } = readParts(documents, issues);
  const kept = models.map((model) => keptIn(model));
  const attempts = { issues, id: family };
  const own = readKept(
    kept.flatMap((one) => one?.measures ?? []),
    attempts,
    toMeasure,
  );
  const rest = readKept(
    kept.flatMap((one) => one?.kpis ?? []),
    attempts,
    readDefinition,
  );
  const known = [...own, ...base.measures.filter(({ id }) => own.every((one) => one.id !== id))];
  const registry = importMeasures(known, base.kpiOf.keys());
  const reader = { metrics, measures: measuresIn(models), models, registry, family, issues };
  const drafts = readAll(reader);
  return assemble({
    base,
    measures: [...own, ...registry.measures],
    drafts: [...rest.map((kpi): Draft => ({ kpi, unitKnown: true, line: null })), ...drafts],
    issues,
  });
}

type Reader = {
  metrics: ReadonlyMap<string, Given>;
  measures: ReadonlyMap<string, Found>;
  models: readonly SemanticModel[];
  registry: Registry;
  family: string;
  issues: Issue[];
};

function readParts(documents: readonly YamlNode[], issues: Issue[]) {
  const found = collect(documents);
  if (found.models.length + found.metrics.length === 0) {
    const message = 'There is neither a semantic model nor a metric of MetricFlow.';
    throw new MopsError('INVALID', message, 'A document has semantic_models or metrics.');
  }
  const models: SemanticModel[] = [];
  for (const node of found.models) {
    const model = SemanticModel.safeParse(plainOf(node));
    if (model.success) models.push(model.data);
    else issues.push(...shapeIssues(model.error.issues, node, 'semantic model'));
  }
  const metrics = new Map<string, Given>();
  for (const node of found.metrics) {
    const metric = Metric.safeParse(plainOf(node));
    if (!metric.success) {
      issues.push(...shapeIssues(metric.error.issues, node, 'metric'));
      continue;
    }
    const { line } = node.place;
    if (metrics.has(metric.data.name)) {
      const message = 'it stands there twice; the first is read.';
      issues.push(unsaidIssue(metric.data.name, { message, line }));
    } else
      metrics.set(metric.data.name, { metric: metric.data, line, print: print(plainOf(node)) });
  }
  // A measure may ask for a metric of its own name.
  for (const { name, label } of models
    .flatMap((model) => model.measures ?? [])
    .filter((one) => one.create_metric)) {
    if (metrics.has(name)) continue;
    const metric = Metric.parse({ name, type: 'simple', label, type_params: { measure: name } });
    metrics.set(name, { metric, line: null, print: '' });
  }
  return { models, metrics };
}

function measuresIn(models: readonly SemanticModel[]): Map<string, Found> {
  return new Map(
    models.flatMap((model) =>
      (model.measures ?? []).map((measure): [string, Found] => [measure.name, { model, measure }]),
    ),
  );
}

// Every metric that is no mere part of others which came back whole; one that fails takes along those that need it.
function readAll(reader: Reader): Draft[] {
  const { metrics, issues } = reader;
  const drafts = new Map<string, Draft | MopsError>();
  const open = new Set<string>();
  const need = (name: string): Draft => {
    const done = drafts.get(name);
    if (done instanceof MopsError)
      throw cannotRead(`“${name}”`, 'See what is said of that metric.');
    if (done) return done;
    const given = metrics.get(name);
    if (!given) {
      const near = nearestName(name, metrics.keys());
      throw cannotRead(`a metric “${name}”, which is nowhere`, near && `Did you mean “${near}”?`);
    }
    if (open.has(name)) throw cannotRead(`a circle of metrics (${[...open, name].join(' → ')})`);
    open.add(name);
    try {
      const draft = readOne(given, reader, need);
      drafts.set(name, draft);
      return draft;
    } catch (error) {
      if (!(error instanceof MopsError)) throw error;
      drafts.set(name, error);
      const { message, hint } = error;
      issues.push(unsaidIssue(name, { message, hint, line: given.line }));
      throw error;
    } finally {
      open.delete(name);
    }
  };
  for (const [name, given] of metrics) {
    if (isPart(given) || drafts.has(name)) continue;
    try {
      need(name);
    } catch (error) {
      if (!(error instanceof MopsError)) throw error;
    }
  }
  return [...drafts.values()].filter((one): one is Draft => !(one instanceof MopsError));
}

function readOne(given: Given, reader: Reader, need: (name: string) => Draft): Draft {
  const { metric, line } = given;
  const { family, issues, measures, registry } = reader;
  const kept = keptIn(metric);
  const [before] = kept?.kpi
    ? readKept([kept.kpi], { issues, id: metric.name }, readDefinition)
    : [];
  if (before && kept?.metric === given.print) return { kpi: before, unitKnown: true, line };
  const warn = (message: string) => {
    issues.push(unsaidIssue(metric.name, { message, warning: true, line }));
  };
  const read = (found: Found | undefined, name: string) => {
    if (found) return readMeasure(found, { registry, warn });
    const near = nearestName(name, measures.keys());
    throw cannotRead(`a measure “${name}”, which is nowhere`, near && `Did you mean “${near}”?`);
  };
  const expr = readMetric(metric, {
    warn,
    measure: (name) => read(measures.get(name), name),
    own: (one) => read(ownMeasure(one, reader), one.name),
    metric: (name) => ({ ref: need(name).kpi.id }),
  });
  if (!before) return { kpi: newKpi(metric, family, expr), unitKnown: false, line };
  warn(`it was changed; it becomes version ${before.version + 1}.`);
  const changed = { expr, filters: [], uncertainty: 'none', minSample: null } as const;
  return {
    kpi: { ...before, ...changed, filters: [], version: before.version + 1 },
    unitKnown: false,
    line,
  };
}

function ownMeasure(metric: Metric, { models }: Reader): Found | undefined {
  const { metric_aggregation_params: own, expr } = metric.type_params;
  const model = models.find(({ name }) => name === own?.semantic_model);
  if (!own || !model) return undefined;
  return { model, measure: { ...own, name: metric.name, expr: expr ?? metric.name } };
}

/** A part that was made for others and is as it was. */
const isPart = ({ metric, print: own }: Given) => keptIn(metric)?.part === own;

// What a metric says, without words about it; parts and metrics that were exported have the same.
function print(given: unknown): string {
  const { name, type, type_params, filter } = given as Record<string, unknown>;
  return fingerprint({ name, type, type_params, filter });
}

function newKpi(metric: Metric, family: string, expr: Expr): Kpi {
  const words = metric.name.replaceAll('_', ' ');
  const name = metric.label?.trim() || words[0]?.toUpperCase() + words.slice(1);
  return defineKpi({
    id: `${family}.${nameOf(metric.name)}`,
    status: 'draft',
    name: name.slice(0, 120),
    formula: expr,
    unit: { kind: 'count' },
    direction: 'neutral',
    description: (metric.description?.trim() || `${name}.`).slice(0, 2000),
    source: { standard: 'dbt MetricFlow', url: null },
  });
}

const keptIn = ({ config }: Pick<Metric, 'config'>) =>
  (config?.meta?.openmops ?? null) as Kept | null;

function shapeIssues(
  found: readonly { path: PropertyKey[]; message: string }[],
  node: YamlNode,
  what: string,
): Issue[] {
  const name = node.kind === 'map' ? node.entries.get('name')?.value : undefined;
  const id = name?.kind === 'scalar' && name.value !== null ? String(name.value) : what;
  return found.map(({ path, message }) => {
    const where = path.length > 0 ? `${path.map(String).join('.')}: ` : '';
    return unsaidIssue(id, { message: `${where}${message}`, line: placeOf(node, path).line });
  });
}
