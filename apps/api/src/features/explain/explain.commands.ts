import { CATALOGUE } from '@openmops/domain/catalogue';
import {
  explainChange,
  type Part,
  type Ranking,
  type Row,
  rankDimensions,
} from '@openmops/domain/explain';
import { parseFormula } from '@openmops/domain/kpi';
import { type HostCommand, table, UsageError, type Values } from '../../cli/command.ts';
import { type FileRow, numberIn, readColumns } from '../../cli/read-columns.ts';

/** More dimensions than this are not ranked: each is a pass over all rows. */
const MOST_DIMENSIONS = 30;

const explain: HostCommand = {
  name: 'explain',
  usage:
    'BEFORE.csv AFTER.csv --kpi EXPR [--by DIM] [--distinct COL,COL] [--weights midpoint|after] [--products lmdi|shapley]',
  summary: 'Why a KPI changed between two files: parts that sum to the change.',
  options: {
    kpi: { type: 'string' },
    by: { type: 'string' },
    distinct: { type: 'string' },
    weights: { type: 'string' },
    products: { type: 'string' },
  },
  positionals: { min: 2, max: 2 },
  async host({ positionals, values }) {
    const kpi = String(values.kpi ?? '').trim();
    if (kpi === '')
      throw new UsageError('--kpi is missing: a formula over columns, like "revenue / spend".');
    const expr = parseFormula(kpi.toLowerCase());
    const by = values.by === undefined ? null : String(values.by).toLowerCase();
    const names = new Set(kpi.toLowerCase().match(/[a-z_][a-z0-9_.]*/g) ?? []);
    const files = await Promise.all(
      positionals.map(async (path) => ({ path, rows: await readColumns(path, []) })),
    );
    const numbers = numericColumns(files.flatMap(({ rows }) => rows));
    const [before = [], after = []] = files.map(({ path, rows }) =>
      rows.map((row) => readRow({ path, row, names, numbers })),
    );
    const weights = choice(values, 'weights', ['midpoint', 'after'] as const);
    const products = choice(values, 'products', ['lmdi', 'shapley'] as const);
    const input = {
      expr,
      before,
      after,
      catalogue: CATALOGUE,
      distinct: values.distinct ? String(values.distinct).toLowerCase().split(',') : [],
    };
    const answer = explainChange({
      ...input,
      by,
      ...(weights && { weights }),
      ...(products && { products }),
    });
    const dimensions = dimensionsOf(
      files.flatMap(({ rows }) => rows),
      { names, numbers },
    );
    const several = before.length > 1 || after.length > 1;
    const ranking =
      by === null && several && dimensions.length > 0 && answer.change !== 0
        ? rankDimensions({ ...input, dimensions })
        : null;
    const json = { kpi, ...answer, ranking: ranking?.dimensions ?? [] };
    return { json, text: () => textOf(json, ranking) };
  },
};

/** Columns whose every value is a number: no dimensions, unless they are asked for. */
function numericColumns(rows: FileRow[]): Set<string> {
  const names = new Set(rows.flatMap(({ cells }) => Object.keys(cells)));
  for (const { cells } of rows) {
    for (const [name, text] of Object.entries(cells)) {
      if (text !== '' && !Number.isFinite(Number(text))) names.delete(name);
    }
  }
  return names;
}

function dimensionsOf(
  rows: FileRow[],
  { names, numbers }: { names: Set<string>; numbers: Set<string> },
): string[] {
  const all = new Set(rows.flatMap(({ cells }) => Object.keys(cells)));
  return [...all]
    .filter((name) => !names.has(name) && !numbers.has(name))
    .slice(0, MOST_DIMENSIONS);
}

function readRow(of: {
  path: string;
  row: FileRow;
  names: Set<string>;
  numbers: Set<string>;
}): Row {
  const { path, row, names, numbers } = of;
  const entries = Object.entries(row.cells).map(([name, text]) => {
    if (text === '') return [name, null];
    if (names.has(name)) return [name, numberIn({ path, row, column: name })];
    return [name, numbers.has(name) ? Number(text) : text];
  });
  return Object.fromEntries(entries);
}

function textOf(
  json: {
    before: number;
    after: number;
    change: number;
    sum: number;
    by: string | null;
    parts: Part[];
    findings: { message: string; hint: string | null }[];
  },
  ranking: Ranking | null,
): string {
  const { before, after, change, sum, by, parts, findings } = json;
  const rows = parts.map(({ effect, factor, segment, value, share }) => [
    ...(by === null ? [] : [segment ?? '(not set)']),
    factor ?? effect,
    shown(value),
    share === null ? null : Math.round(share * 1000) / 10,
  ]);
  const best = ranking?.dimensions[0];
  return [
    `${shown(before)} → ${shown(after)}: ${change < 0 ? '' : '+'}${shown(change)}`,
    '',
    table([...(by === null ? [] : [by]), 'part', 'change', '% of change'], rows),
    '',
    `The parts sum to ${shown(sum)}.`,
    best &&
      `Most telling dimension: ${best.dimension} (${best.elements.map(({ segment, power }) => `${segment ?? 'not set'} ${Math.round(power * 100)} %`).join(', ')}).`,
    ...findings.map(({ message, hint }) => `- ${message}${hint ? ` ${hint}` : ''}`),
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

function choice<T extends string>(
  values: Values,
  name: string,
  known: readonly T[],
): T | undefined {
  const text = values[name];
  if (text === undefined || known.includes(text as T)) return text as T | undefined;
  throw new UsageError(`--${name} is one of ${known.join(', ')}, not ${String(text)}.`);
}

const shown = (value: number) => Number(value.toPrecision(6));

export const explainCommands = [explain];
