import { KpiDefinition, readDefinition } from '../../kpi/definition/index.ts';
import { defineMeasure, type Kpi, type Measure } from '../../kpi/index.ts';
import type { Issue } from '../../shared/issue.ts';
import { nearestName } from '../../shared/nearest-name.ts';
import { attempt } from '../shared/attempt.ts';
import { placeOf, plainOf, readYamlDocuments, type YamlNode } from '../yaml/index.ts';
import { MeasureDefinition } from './schema.ts';

/** What a text defines, and everything that is wrong with it, with lines. */
export type ReadDefinitions = {
  measures: Measure[];
  kpis: Kpi[];
  issues: Issue[];
  /** The line on which a definition begins, by its id. */
  lines: Map<string, number>;
};

/**
 * Definitions from YAML or JSON: a map of `measures` and `kpis`, a list of KPIs, or one KPI; also
 * several documents. What does not fit is an issue with its line and is left out; the rest is
 * returned. Never throws for what a text says.
 * @example readDefinitions('kpis:\n  - id: team.x\n    nmae: X').issues[0] // { code: 'unknown_field', line: 3, hint: 'Did you mean “name”?', … }
 */
export function readDefinitions(text: string): ReadDefinitions {
  const all = { measures: [] as Measure[], kpis: [] as Kpi[], issues: [] as Issue[] };
  const lines = new Map<string, number>();
  const { value: documents = [], issues } = attempt(() => readYamlDocuments(text));
  all.issues.push(...issues);
  for (const document of documents) {
    for (const { node, kind } of entriesOf(document, all.issues)) {
      const found = kind === 'kpi' ? readKpi(node) : readMeasure(node);
      all.issues.push(...found.issues);
      if (!found.value) continue;
      if ('expr' in found.value) all.kpis.push(found.value);
      else all.measures.push(found.value);
      lines.set(found.value.id, node.place.line);
    }
  }
  return { ...all, lines };
}

type Entry = { node: YamlNode; kind: 'kpi' | 'measure' };

function entriesOf(document: YamlNode, issues: Issue[]): Entry[] {
  if (document.kind === 'list') return document.items.map((node) => ({ node, kind: 'kpi' }));
  if (document.kind !== 'map') {
    if (document.value === null) return [];
    issues.push(wrong(document, 'This is no definition.', 'A file holds measures and kpis.'));
    return [];
  }
  if (document.entries.has('id')) return [{ node: document, kind: 'kpi' }];
  issues.push(...unknownKeys(document, ['format', 'measures', 'kpis']));
  const format = document.entries.get('format')?.value;
  if (format && plainOf(format) !== 'openmops/1')
    issues.push(wrong(format, 'This format is not known.', 'It is openmops/1.'));
  return [
    ...listIn(document, 'measures', issues).map((node): Entry => ({ node, kind: 'measure' })),
    ...listIn(document, 'kpis', issues).map((node): Entry => ({ node, kind: 'kpi' })),
  ];
}

function listIn(document: YamlNode, key: string, issues: Issue[]): YamlNode[] {
  const found = document.kind === 'map' ? document.entries.get(key)?.value : undefined;
  if (!found || found.kind === 'list') return found?.items ?? [];
  if (found.kind === 'scalar' && found.value === null) return [];
  issues.push(wrong(found, `“${key}” is no list.`, 'Begin each definition with a dash.'));
  return [];
}

function readKpi(node: YamlNode): { value?: Kpi; issues: Issue[] } {
  const unknown = unknownKeys(node, Object.keys(KpiDefinition.shape));
  const { value, issues } = attempt(() => readDefinition(plainOf(node)), 'formula');
  const rest = issues.filter((one) => unknown.length === 0 || !/Unrecognized/.test(one.message));
  const placed = rest.map((one) => {
    const path = one.field === 'definition' ? [] : (one.field ?? '').split('.');
    return { ...one, line: placeOf(node, path).line };
  });
  return { ...(value ? { value } : {}), issues: [...unknown, ...placed] };
}

function readMeasure(node: YamlNode): { value?: Measure; issues: Issue[] } {
  const unknown = unknownKeys(node, Object.keys(MeasureDefinition.shape));
  const { success, data, error } = MeasureDefinition.safeParse(plainOf(node));
  if (!success) {
    const issues = error.issues
      .filter(({ code }) => code !== 'unrecognized_keys' || unknown.length === 0)
      .map(({ path, message }) => {
        const field = path.join('.') || 'measure';
        return { ...wrong(node, `${field}: ${message}`), field, line: placeOf(node, path).line };
      });
    return { issues: [...unknown, ...issues] };
  }
  const given = Object.entries(data).filter(([, value]) => value !== undefined);
  const entry = Object.fromEntries(given) as Parameters<typeof defineMeasure>[0];
  const { value, issues } = attempt(() => defineMeasure(entry), 'q');
  return {
    ...(value ? { value } : {}),
    issues: issues.map((one) => ({ ...one, line: placeOf(node, ['q']).line })),
  };
}

function unknownKeys(node: YamlNode, known: readonly string[]): Issue[] {
  if (node.kind !== 'map') return [];
  return [...node.entries.keys()]
    .filter((key) => !known.includes(key))
    .map((key) => {
      const near = nearestName(key, known);
      const hint = near ? `Did you mean “${near}”?` : `Known: ${known.join(', ')}.`;
      const { line } = placeOf(node, [key]);
      const issue = wrong(node, `There is no field “${key}”.`, hint);
      return { ...issue, code: 'unknown_field', field: key, line };
    });
}

function wrong(node: YamlNode, message: string, hint: string | null = null): Issue {
  const { line } = node.place;
  return { code: 'bad_definition', severity: 'error', message, hint, line, field: null };
}
