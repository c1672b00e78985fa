import { CATALOGUE } from '@openmops/domain/catalogue';
import {
  definitionFile,
  definitionsJsonSchema,
  readDefinitions,
  writeDefinitions,
} from '@openmops/domain/interop';
import { checkDefinitions } from '@openmops/domain/interop/check';
import { exportMetricflow } from '@openmops/domain/interop/metricflow';
import { importMetricflow } from '@openmops/domain/interop/metricflow-import';
import { exportOsi } from '@openmops/domain/interop/osi';
import { importOsi } from '@openmops/domain/interop/osi-import';
import { readYaml, readYamlDocuments, type YamlNode } from '@openmops/domain/interop/yaml';
import { findKpi } from '@openmops/domain/kpi';
import { type Issue, MopsError } from '@openmops/domain/shared';
import { type HostCommand, UsageError } from '../../cli/command.ts';
import { readText } from '../../cli/read-text.ts';

type Exported = { text: string; issues: Issue[] };

const FORMATS: Record<string, (ids: string[]) => Exported> = {
  yaml: (ids) => ({ text: writeDefinitions({ kpis: named(ids) }), issues: [] }),
  json: (ids) => jsonText(definitionFile({ kpis: named(ids) })),
  osi: (ids) => exportOsi({ catalogue: CATALOGUE, kpis: idsOf(ids) }),
  metricflow: (ids) => exportMetricflow({ catalogue: CATALOGUE, kpis: idsOf(ids) }),
  schema: () => jsonText(definitionsJsonSchema()),
};

const named = (ids: string[]) =>
  ids.length > 0 ? ids.map((id) => findKpi(CATALOGUE, id)) : CATALOGUE.kpis;
const idsOf = (ids: string[]) => named(ids).map(({ id }) => id);

function jsonText(document: unknown): Exported {
  return { text: `${JSON.stringify(document, null, 2)}\n`, issues: [] };
}

const kpiExport: HostCommand = {
  name: 'kpi export',
  usage: '[ID…] [--format yaml|json|osi|metricflow|schema]',
  summary: 'Definitions of KPIs for other tools, with a list of what those cannot say.',
  options: { format: { type: 'string' } },
  positionals: { min: 0, max: 500 },
  async host({ positionals, values }) {
    const format = String(values.format ?? 'yaml');
    const write = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined;
    if (!write) throw new UsageError(`--format is one of ${Object.keys(FORMATS).join(', ')}.`);
    const { text, issues } = write(positionals);
    return {
      json: { format, text, issues },
      text: () => text.trimEnd(),
      refusals: issues.map(({ severity, message }) => `${severity}: ${message}`),
    };
  },
};

type Checked = { format: string; kpis: string[]; issues: Issue[] };

const kpiCheck: HostCommand = {
  name: 'kpi check',
  usage: 'FILE',
  summary:
    'What is wrong with definitions in a file (OpenMOps, Open Semantic Interchange, MetricFlow), by line.',
  positionals: { min: 1, max: 1 },
  async host({ positionals: [path = ''] }) {
    const checked = check(await readText(path));
    const { format, kpis, issues } = checked;
    const failed = issues.some(({ severity }) => severity === 'error');
    return {
      json: checked,
      text: () =>
        [
          ...issues.map((issue) => `${path}${issueText(issue)}`),
          `${kpis.length} ${kpis.length === 1 ? 'KPI' : 'KPIs'} read (${format}), ${issues.length} findings.`,
        ].join('\n'),
      exit: failed ? 1 : 0,
    };
  },
};

function check(text: string): Checked {
  const documents = parsed(text);
  const keys = new Set(
    documents.flatMap((one) => (one.kind === 'map' ? [...one.entries.keys()] : [])),
  );
  const model = documents.find((one) => one.kind === 'map')?.entries.get('semantic_model');
  if (model?.value.kind === 'list') {
    const { kpis, issues } = importOsi(readYaml(text), { catalogue: CATALOGUE });
    return { format: 'osi', kpis: kpis.map(({ id }) => id), issues };
  }
  if (['semantic_models', 'semantic_model', 'metrics', 'metric'].some((key) => keys.has(key))) {
    const { kpis, issues } = importMetricflow(documents, { catalogue: CATALOGUE });
    return { format: 'metricflow', kpis: kpis.map(({ id }) => id), issues };
  }
  const read = readDefinitions(text);
  const issues = checkDefinitions(read, CATALOGUE);
  return { format: 'openmops', kpis: read.kpis.map(({ id }) => id), issues };
}

// What is no YAML is said, with its line, when it is read as definitions.
function parsed(text: string): YamlNode[] {
  try {
    return readYamlDocuments(text);
  } catch (error) {
    if (error instanceof MopsError) return [];
    throw error;
  }
}

function issueText({ line, severity, message, hint }: Issue): string {
  return `${line === null ? '' : `:${line}`}: ${severity}: ${message}${hint ? ` ${hint}` : ''}`;
}

export const definitionCommands = [kpiExport, kpiCheck];
