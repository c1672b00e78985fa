import { DIMENSIONS, type Filter, type MeasureQuery, type MeasureRow } from '@openmops/domain/kpi';
import type { Fact } from '@openmops/domain/kpi/answer';

/**
 * Sums of facts in SQL that any database understands, written for tests alone: an independent reference, which
 * shares neither table nor statement with the fact store. All cases stand in one table, all their queries in few
 * statements.
 */
export type Engine = {
  name: string;
  run(sql: string): Promise<void>;
  insert(table: string, columns: string[], rows: Cell[][]): Promise<void>;
  ask(sql: string): Promise<Record<string, unknown>[]>;
};
export type Cell = string | bigint | null;

type Asked = { facts: Fact[]; queries: MeasureQuery[] };
export type PlainOptions = {
  /** False writes `<>` and `not in` as they are, which drop what is not set: a mistake that must be seen. */
  nullSafe: boolean;
};

/** The dimension by which the cases of one workspace are told apart: here a number does that. */
const TAG = 'record';
const MICROS = 1_000_000;
const TOGETHER = 100;
const TEXTS = ['source', 'account', 'currency'];
const NUMBERS = 4;
const DIMS = 3;

const numbered = (letter: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${letter}${i}`);
const folded = (column: string) => `${column}_folded`;
const TEXT_COLUMNS = [...TEXTS, ...numbered('d', DIMS)];
const COLUMNS = ['asked', 'day', 'day_to', ...numbered('n', NUMBERS)];

/** Loads the facts of all cases and answers each of their queries, in order. */
export async function plainSums(
  engine: Engine,
  cases: Asked[],
  options: PlainOptions = { nullSafe: true },
): Promise<MeasureRow[][][]> {
  const places = cases.map(placesOf);
  const queries = cases.flatMap((one, asked) => one.queries.map((query) => ({ query, asked })));
  await load(engine, cases, places);
  const buckets = queries.flatMap(({ query }, no) =>
    query.buckets.map(({ from, to }, at) => [no, at, from, to].map(BigInt)),
  );
  await engine.insert('buckets', ['query', 'place', 'day_from', 'day_until'], buckets);
  const width = {
    groups: Math.max(...queries.map(({ query }) => query.by.length)),
    measures: Math.max(...queries.map(({ query }) => query.measures.length)),
  };
  const answers: MeasureRow[][] = queries.map(() => []);
  const statements = queries.map(({ query, asked }, no) =>
    statementOf(query, { no, asked, place: places[asked] as Place, width, options }),
  );
  for (let from = 0; from < statements.length; from += TOGETHER) {
    const some = statements.slice(from, from + TOGETHER);
    for (const row of await engine.ask(some.join('\nunion all\n'))) {
      const no = Number(row.query);
      answers[no]?.push(rowOf(row, queries[no]?.query as MeasureQuery));
    }
  }
  await engine.run('drop table sums; drop table buckets');
  let next = 0;
  return cases.map((one) => one.queries.map(() => answers[next++] ?? []));
}

/** In which column of the table a dimension or a number of a case stands. */
type Place = { dims: Map<string, string>; numbers: Map<string, string> };

function placesOf({ facts }: Asked): Place {
  const keys = (of: (fact: Fact) => object) => [
    ...new Set(facts.flatMap((one) => Object.keys(of(one)))),
  ];
  const dims = keys((fact) => fact.row.dims).filter((dim) => dim !== TAG);
  const numbers = keys((fact) => fact.row.values);
  if (dims.length > DIMS || numbers.length > NUMBERS)
    throw new Error('A case has too many columns.');
  const named = (names: string[], letter: string) =>
    new Map(names.map((name, i) => [name, `${letter}${i}`]));
  return { dims: named(dims, 'd'), numbers: named(numbers, 'n') };
}

async function load(engine: Engine, cases: Asked[], places: Place[]): Promise<void> {
  const types = [
    ...COLUMNS.map((name) => `${name} bigint`),
    ...TEXT_COLUMNS.flatMap((name) => [`${name} text`, `${folded(name)} text`]),
  ];
  await engine.run(`create table sums (${types.join(', ')})`);
  await engine.run(
    'create table buckets (query bigint, place bigint, day_from bigint, day_until bigint)',
  );
  const rows = cases.flatMap(({ facts }, asked) =>
    facts.map((fact) => cellsOf(fact, asked, places[asked] as Place)),
  );
  const columns = [...COLUMNS, ...TEXT_COLUMNS.flatMap((name) => [name, folded(name)])];
  await engine.insert('sums', columns, rows);
  await engine.run(
    'create index sums_asked on sums (asked); create index buckets_query on buckets (query)',
  );
}

function cellsOf({ row, source, account }: Fact, asked: number, place: Place): Cell[] {
  const names = [...place.dims.keys()];
  const numbers = [...place.numbers.keys()];
  const texts = [source, account, row.currency];
  const dims = numbered('d', DIMS).map((_, i) => row.dims[names[i] as 'campaign'] ?? null);
  const values = numbered('n', NUMBERS).map((_, i) => row.values[numbers[i] ?? ''] ?? null);
  return [
    ...[asked, row.day, row.dayTo].map(BigInt),
    ...values.map((value) => (value === null ? null : BigInt(value))),
    // Databases fold letters each in their own way, some only those of English: that is not what is asked here.
    ...[...texts, ...dims].flatMap((text) => [text, text?.toLowerCase() ?? null]),
  ];
}

type Context = {
  no: number;
  asked: number;
  place: Place;
  width: { groups: number; measures: number };
  options: PlainOptions;
};

const NOTHING = 'cast(null as text)';

function columnOf(dim: string, { dims }: Place): string {
  if (TEXTS.includes(dim)) return `sums.${dim}`;
  const column = dims.get(dim);
  return column ? `sums.${column}` : NOTHING;
}

function statementOf(query: MeasureQuery, context: Context): string {
  const { no, asked, place, width, options } = context;
  const groups = query.by.map((dim) => columnOf(dim, place));
  const day = query.resolution === 'day' ? 'sums.day' : 'cast(null as bigint)';
  const measures = query.measures.map((one) => measureOf(one, place));
  const padded = <T>(list: T[], length: number, filler: T) => [
    ...list,
    ...Array.from({ length: length - list.length }, () => filler),
  ];
  const grouped = [
    ['query', String(no)],
    ['bucket', 'buckets.place'],
    ['day', day],
    ['currency', 'sums.currency'],
    ...padded(groups, width.groups, NOTHING).map((sql, i) => [`g${i}`, sql]),
  ];
  const none = { value: NOTHING, count: '0', state: NOTHING };
  const summed = padded(measures, width.measures, none).flatMap(({ value, count, state }, i) => [
    [`v${i}`, value],
    [`c${i}`, count],
    [`s${i}`, state],
  ]);
  const only = query.filters
    .filter(({ dim }) => dim !== TAG)
    .map((filter) => conditionOf(filter, { place, options }));
  const where = [`sums.asked = ${asked}`, ...only].join(' and ');
  return [
    `select ${[...grouped, ...summed].map(([name, sql]) => `${sql} as ${name}`).join(', ')}`,
    `from sums join buckets on buckets.query = ${no}`,
    'and sums.day >= buckets.day_from and sums.day <= buckets.day_until and sums.day_to <= buckets.day_until',
    `where ${where} group by ${grouped.map((_, i) => i + 1).join(', ')}`,
  ].join(' ');
}

/** What stands for a measure: its sum, how many rows carry it, and what cannot be added. */
function measureOf({ agg, column }: MeasureQuery['measures'][number], place: Place) {
  const number = place.numbers.get(column);
  const counts = agg === 'count' || agg === 'countDistinct';
  if (number) {
    const state = `string_agg(cast(${number} as text), ',' order by ${number})`;
    const how = agg === 'min' || agg === 'max' ? agg : 'sum';
    return {
      value: agg === 'quantile' ? NOTHING : `cast(${how}(${number}) as text)`,
      count: `count(${number})`,
      state: agg === 'quantile' ? state : NOTHING,
    };
  }
  const isText = column === 'source' || DIMENSIONS.some(({ id }) => id === column);
  if (!counts || !(column === '*' || isText)) return { value: NOTHING, count: '0', state: NOTHING };
  const text = column === '*' ? '*' : columnOf(column, place);
  if (agg === 'countDistinct') {
    const state = `cast(nullif(count(distinct ${text}), 0) as text)`;
    return { value: NOTHING, count: `count(${text})`, state };
  }
  const value = `cast(nullif(count(${text}), 0) * ${MICROS} as text)`;
  return { value, count: `count(${text})`, state: NOTHING };
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

function conditionOf(
  { dim, op, values }: Filter,
  { place, options }: Pick<Context, 'place' | 'options'>,
): string {
  const column = columnOf(dim, place);
  const texts = values.filter((value) => value !== null);
  const orUnset = values.includes(null) ? `${column} is null` : 'false';
  if (op === 'contains') {
    const at = column === NOTHING ? NOTHING : folded(column);
    const found = texts.map((text) => `replace(${at}, ${quoted(text.toLowerCase())}, '') <> ${at}`);
    const empty = texts.includes('') ? [`${column} is not null`] : [];
    return `(${[orUnset, ...found, ...empty].join(' or ')})`;
  }
  const list = texts.map(quoted).join(', ');
  const listed = list === '' ? 'false' : `${column} in (${list})`;
  if (op === 'eq' || op === 'in') return `(${listed} or ${orUnset})`;
  if (!options.nullSafe) return `not (${listed})`;
  const set = `(${column} is not null and not (${listed}))`;
  return values.includes(null) ? set : `(${set} or ${column} is null)`;
}

function rowOf(row: Record<string, unknown>, query: MeasureQuery): MeasureRow {
  const text = (name: string) => (row[name] ?? null) as string | null;
  const values = query.measures.map((_, i) => text(`v${i}`));
  return {
    bucket: Number(row.bucket),
    day: row.day === null ? null : Number(row.day),
    currency: text('currency') ?? '',
    group: query.by.map((_, i) => text(`g${i}`)),
    values: values.map((value) => (value === null ? null : BigInt(value))),
    counts: query.measures.map((_, i) => Number(row[`c${i}`])),
    states: query.measures.map((measure, i) => stateOf(measure.agg, text(`s${i}`))),
  };
}

/** Of different texts only how many they are is told, which stands for them here. */
function stateOf(agg: string, text: string | null): Set<string> | number[] | null {
  if (text === null) return null;
  if (agg === 'quantile') return text.split(',').map(Number);
  return new Set(numbered('text', Number(text)));
}
