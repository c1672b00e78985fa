import { KpiDefinition, readDefinition } from '../../kpi/definition/index.ts';
import {
  type Catalogue,
  createCatalogue,
  defineMeasure,
  type Kpi,
  type Measure,
} from '../../kpi/index.ts';
import { MopsError } from '../../shared/error.ts';
import type { Issue } from '../../shared/issue.ts';
import { nearestName } from '../../shared/nearest-name.ts';
import { placeOf, plainOf, readYamlDocuments, type YamlNode } from '../yaml/index.ts';
import { MeasureDefinition } from './schema.ts';

/** What a text defines, and everything that is wrong with it, with lines. */
export type ReadDefinitions = { measures: Measure[]; kpis: Kpi[]; issues: Issue[] };

/** The line on which a definition stands, by its id. */
type Lines = Map<string, number>;

/**
 * Definitions from YAML or JSON: a map of `measures` and `kpis`, a list of KPIs, or one KPI; also
 * several documents. What does not fit is an issue with its line and is left out; the rest is
 * returned. Never throws for what a text says.
 * @example readDefinitions('kpis:\n  - id: team.x\n    nmae: X').issues[0] // { code: 'unknown_field', line: 3, hint: 'Did you mean “name”?', … }
 */
export function readDefinitions(text: string): ReadDefinitions {
  const { lines: _, ...found } = readWithLines(text);
  return found;
}

/**
 * What is wrong with a text of definitions, alone and together with a catalogue: its form, names
 * that nobody knows, circles, units that clash, ids that are taken. Each with its line; a KPI of the
 * text takes the place of the same version in the catalogue.
 * @example
 * import { CATALOGUE } from '@openmops/domain/catalogue';
 * const text = '- id: team.x\n  name: X\n  formula: ad_cots\n  unit: {kind: money}\n  direction: down\n  description: Cost.';
 * checkDefinitions(text, CATALOGUE)[0] // { code: 'unknown_name', line: 1, hint: 'Did you mean “ad_cost”?', … }
 */
export function checkDefinitions(text: string, catalogue: Catalogue): Issue[] {
  const { measures, kpis, issues, lines } = readWithLines(text);
  const own = new Set(kpis.map(({ id, version }) => `${id}@${version}`));
  const ids = new Set(measures.map(({ id }) => id));
  const found = attempt(() =>
    createCatalogue({
      ...catalogue,
      measures: [...catalogue.measures.filter(({ id }) => !ids.has(id)), ...measures],
      kpis: [
        ...catalogue.versions.filter(({ id, version }) => !own.has(`${id}@${version}`)),
        ...kpis,
      ],
    }),
  );
  const more = found.issues.map((one) => {
    const id = one.field?.split('@')[0] ?? '';
    return { ...one, line: lines.get(one.field ?? '') ?? lines.get(id) ?? null };
  });
  return [...issues, ...more];
}

function readWithLines(text: string): ReadDefinitions & { lines: Lines } {
  const all = { measures: [] as Measure[], kpis: [] as Kpi[], issues: [] as Issue[] };
  const lines: Lines = new Map();
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

// What was thrown on purpose, as a list of issues.
function attempt<T>(make: () => T, field: string | null = null): { value?: T; issues: Issue[] } {
  try {
    return { value: make(), issues: [] };
  } catch (error) {
    if (!(error instanceof MopsError)) throw error;
    const { message, hint, detail } = error;
    if (Array.isArray(detail)) return { issues: detail as Issue[] };
    const line = (detail as { line?: number } | null)?.line ?? null;
    const code = line === null ? 'bad_definition' : 'bad_yaml';
    return { issues: [{ code, severity: 'error', message, hint, line, field }] };
  }
}
