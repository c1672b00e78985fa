import { join } from 'node:path';
import { CATALOGUE, KPIS } from '../src/catalogue/index.ts';
import { measuresOf } from '../src/kpi/index.ts';
import { MODEL_TABLES, type ModelFeed, type ModelTable } from '../src/model/index.ts';
import { type FieldSource, PACKS, type PackStream } from '../src/packs/index.ts';

export const MODEL_DOCS = join(import.meta.dirname, '../../../docs/model.md');

const UNITS: Record<string, string> = {
  text: 'text',
  instant: 'instant, ms since 1970 UTC',
  day: 'day, days since 1970',
  money: 'money, millionths of the row’s currency',
  number: 'number, millionths',
  flag: 'yes or no',
};

/** The page about the model: its tables, and the way of a field from a source to KPIs. */
export function modelDocs(): string {
  return [
    '# The model',
    '',
    'Made by `pnpm gen` from `packages/domain/src/model` and `packages/domain/src/packs`; do not edit.',
    '',
    'Whatever system a stream comes from, its records become rows of these tables, and the rows become facts, of which',
    'KPIs are made. Of a record the newest version counts. Fields marked `personal` tell who somebody is.',
    '',
    ...MODEL_TABLES.map(({ id, name }) => `- [${name}](#${anchor(name)}) (\`${id}\`)`),
    '- [Where fields come from](#where-fields-come-from)',
    '',
    ...MODEL_TABLES.flatMap(tableDocs),
    '## Where fields come from',
    '',
    'Paths of records by system and stream. `a|b`: the first that is there; `…`: more spellings, which the pack has. Which',
    'measures and KPIs a field then feeds stands with its table above.',
    '',
    ...[...PACKS]
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .flatMap((pack) => [
        `### ${pack.name}`,
        '',
        ...pack.docs.map((page) => `- <${page}>`),
        '',
        ...pack.streams.flatMap(streamDocs),
      ]),
  ].join('\n');
}

function tableDocs({ id, name, grain, key, fields, feeds }: ModelTable): string[] {
  return [
    `## ${name}`,
    '',
    `\`${id}\`: ${grain} Key: ${key.map((one) => `\`${one}\``).join(', ')}.`,
    '',
    '| field | type | | meaning |',
    '| --- | --- | --- | --- |',
    ...fields.map(
      (field) =>
        `| \`${field.id}\` | ${UNITS[field.type]} | ${marks(field)} | ${cell(field.description)} |`,
    ),
    '',
    ...(feeds.length === 0
      ? ['It feeds no KPI by itself.', '']
      : [
          '| feeds | value | on the day of | KPIs |',
          '| --- | --- | --- | --- |',
          ...feeds.map(feedDocs),
          '',
        ]),
  ];
}

const marks = (field: { required: boolean; personal: boolean }) =>
  [field.required ? 'required' : '', field.personal ? 'personal' : ''].filter(Boolean).join(', ');

function feedDocs({ dataset, measure, day, value, where }: ModelFeed): string {
  const added = value === 'one' ? '1 a row' : `\`${value.field}\``;
  const when = where.map(({ field, is }) => `\`${field}\` is ${is.join(' or ')}`).join(', ');
  const kpis = readers(measure).map((id) => `\`${id}\``);
  return `| \`${dataset}.${measure}\` | ${added}${when ? `, where ${when}` : ''} | \`${day}\` | ${kpis.join(', ')} |`;
}

let known: Map<string, string[]> | null = null;

/** KPIs that read a measure. */
function readers(measure: string): string[] {
  if (!known) {
    known = new Map();
    for (const kpi of KPIS)
      for (const { id } of measuresOf(CATALOGUE, kpi))
        known.set(id, [...(known.get(id) ?? []), kpi.id]);
  }
  return known.get(measure) ?? [];
}

function streamDocs({ id, name, names, key, cursor, mappings }: PackStream): string[] {
  return [
    `**${name}** (\`${id}\`), sent as ${names.map((one) => `\`${one}\``).join(', ')}.` +
      ` Key: ${key.map((one) => code(one)).join(', ') || 'none'}.${cursor ? ` Newest by ${code(cursor)}.` : ''}`,
    '',
    ...mappings.flatMap(({ table, fields, when = [] }) => [
      `- to \`${table}\`${when.map(({ path, is }) => `, where ${code(path)} is ${is.join(' or ')}`).join('')}:`,
      ...Object.entries(fields).map(
        ([field, source]) => `  - \`${field}\` ← ${sourceDocs(source)}`,
      ),
    ]),
    '',
  ];
}

function sourceDocs(source: FieldSource): string {
  if (typeof source === 'string') return paths(source);
  if ('fixed' in source) return `always ${JSON.stringify(source.fixed)}`;
  return `${paths(source.from)}${source.as ? ` (${source.as})` : ''}`;
}

/** Connectors spell a field in up to ten ways; three tell which it is. */
const MOST_PATHS = 3;

function paths(from: string): string {
  const all = from.split('|');
  return `${code(all.slice(0, MOST_PATHS).join('|'))}${all.length > MOST_PATHS ? ' …' : ''}`;
}

const code = (text: string) => `\`${text}\``;
const cell = (text: string) => text.replaceAll('|', '\\|');
const anchor = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
