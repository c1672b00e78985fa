import { STORED_DATASETS, STORED_MEASURES } from '@openmops/domain/catalogue';
import { DIMENSIONS } from '@openmops/domain/kpi';
import { MopsError } from '@openmops/domain/shared';
import { migrateAssigned } from './assigned.ts';
import type { Engine } from './engine.ts';
import { literal } from './literal.ts';
import { migrateRaw } from './raw-table.ts';
import { migrateResolved } from './resolved-table.ts';

export const DATABASE = 'openmops';

/** Dimensions with about as many values as rows: a dictionary would only cost. */
const PLAIN = new Set(['record', 'search_term', 'page', 'city']);

/** Columns that every row has, in the order of the store. */
const FIXED: readonly [name: string, type: string][] = [
  ['workspace', 'LowCardinality(String)'],
  ['dataset', 'LowCardinality(String)'],
  ['source', 'LowCardinality(String)'],
  ['account', 'LowCardinality(String)'],
  ['shape', 'LowCardinality(String)'],
  ['day', 'Int32'],
  ['day_to', 'Int32'],
  ['currency', 'LowCardinality(String)'],
];

/** Where a landed row came from. */
const ORIGIN: readonly [name: string, type: string][] = [
  ['batch', 'LowCardinality(String)'],
  ['seq', 'UInt64'],
  ['chunk', 'UInt32'],
  ['line', 'UInt32'],
];

/** Dimension → column. `account` is one of the fixed columns. */
export const DIM_COLUMNS: readonly string[] = DIMENSIONS.map((dim) => dim.id).filter(
  (id) => id !== 'account',
);
export const MEASURE_COLUMNS: readonly string[] = STORED_MEASURES.map((measure) => measure.id);
export const FIXED_COLUMNS: readonly string[] = FIXED.map(([name]) => name);
export const ORIGIN_COLUMNS: readonly string[] = ORIGIN.map(([name]) => name);

/** The month that partitions the facts, as a number like 202601. */
export const MONTH = 'toYYYYMM(toDate32(day))';

/** Both tables are cut and sorted alike, so that a month can go from one to the other as it is. */
const PARTITION_KEY = `workspace, dataset, ${MONTH}`;
const SORTING_KEY = 'workspace, dataset, day, source, account, shape';
const LAYOUT = `ENGINE = MergeTree PARTITION BY (${PARTITION_KEY}) ORDER BY (${SORTING_KEY})`;

/**
 * How tables are held: the one place to change for a cluster (`ON CLUSTER`, `Replicated…`).
 * Landed rows are forced to the disk, since a file that was uploaded cannot be fetched again, and
 * stay in compact parts of moderate size: dozens of columns would otherwise be dozens of files per
 * chunk, and only publishing reads them.
 * Facts are merged with small compression blocks: a part has a buffer per column, which with the
 * usual block of 1 MB would be hundreds of megabytes.
 */
export const ENGINES = {
  landed: `${LAYOUT}
    SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
      min_bytes_for_wide_part = 107374182400, min_rows_for_wide_part = 1000000000000,
      max_bytes_to_merge_at_max_space_in_pool = 2097152, max_parts_to_merge_at_once = 10,
      lightweight_mutation_projection_mode = 'rebuild'`,
  facts: `${LAYOUT}
    SETTINGS min_compress_block_size = 32768, max_compress_block_size = 131072,
      merge_selector_base = 20, max_parts_to_merge_at_once = 10`,
} as const;

/**
 * Kept beside every part of a shared server, so that "which shapes are there" needs no look at the
 * rows. A process that owns its facts remembers the answer instead.
 */
const SLICES = `PROJECTION slices (
  SELECT workspace, dataset, source, account, shape, currency, min(day), max(day_to), count()
  GROUP BY workspace, dataset, source, account, shape, currency)`;

/** A dataset has two tables: rows as they landed, and the facts that questions see. */
export const KINDS = ['landed', 'facts'] as const;
export type Kind = (typeof KINDS)[number];

/** The name of a table; only datasets of the registry pass. */
export function tableOf(kind: Kind, dataset: string): string {
  if (!isStored(dataset)) throw new MopsError('INVALID', `There is no dataset “${dataset}”.`);
  return `${kind}_${dataset}`;
}

/** Whether rows of a dataset have tables. */
export function isStored(dataset: string): boolean {
  return (STORED_DATASETS as readonly string[]).includes(dataset);
}

/** Which columns the tables have. Both of a dataset have the same, in the same order. */
export type Tables = {
  has(dataset: string, column: string): boolean;
  /** Adds what is missing. Nothing else may change the tables meanwhile. */
  ensure(dataset: string, columns: readonly string[]): Promise<void>;
  /** What a question reads from: columns that no import has brought yet are null. */
  reading(dataset: string, columns: readonly string[]): string;
};

/**
 * Creates what is missing, moves rows of earlier versions into the tables of their dataset, and
 * clears half-done work. A column comes with the first import that has it: every write fills all
 * columns of a table, so those that a team never has would cost most of the time and memory. On a
 * shared server, where others would have to hear of a new column, all are there from the start.
 */
export async function migrate(engine: Engine): Promise<Tables> {
  await clearStaging(engine);
  const fixed = [...ORIGIN, ...FIXED].map(([name, type]) => `${name} ${type}`);
  const body = `(${[...fixed, ...(engine.shared ? [SLICES] : [])].join(', ')})`;
  for (const dataset of STORED_DATASETS)
    for (const kind of KINDS)
      await engine.run(
        `CREATE TABLE IF NOT EXISTS ${tableOf(kind, dataset)} ${body} ${ENGINES[kind]}`,
      );
  await migrateRaw(engine);
  await migrateAssigned(engine);
  await migrateResolved(engine);
  const tables = await openTables(engine);
  if (engine.shared)
    for (const dataset of STORED_DATASETS)
      await tables.ensure(dataset, [...DIM_COLUMNS, ...measuresOf(dataset)]);
  await moveOld(engine, tables);
  return tables;
}

async function openTables(engine: Engine): Promise<Tables> {
  const found = await engine.look<[string, string]>(
    `SELECT table, name FROM system.columns WHERE database = '${DATABASE}' ORDER BY table, position`,
  );
  const known = new Map<string, Set<string>>();
  for (const [table, name] of found) known.set(table, (known.get(table) ?? new Set()).add(name));
  const columnsIn = (kind: Kind, dataset: string) => {
    const table = tableOf(kind, dataset);
    const columns = known.get(table) ?? new Set<string>();
    known.set(table, columns);
    return columns;
  };
  const tables: Tables = {
    has: (dataset, column) => columnsIn('facts', dataset).has(column),
    async ensure(dataset, columns) {
      for (const kind of KINDS) {
        const there = columnsIn(kind, dataset);
        const missing = [...new Set(columns)].filter((column) => !there.has(column));
        if (missing.length === 0) continue;
        const adds = missing.map((name) => `ADD COLUMN IF NOT EXISTS ${name} ${typeOf(name)}`);
        await engine.run(`ALTER TABLE ${tableOf(kind, dataset)} ${adds.join(', ')}`);
        for (const name of missing) there.add(name);
      }
    },
    reading(dataset, columns) {
      const missing = [...new Set(columns)].filter((column) => !tables.has(dataset, column));
      if (missing.length === 0) return tableOf('facts', dataset);
      const nulls = missing.map((name) => `CAST(NULL, '${typeOf(name)}') AS ${name}`);
      return `(SELECT *, ${nulls.join(', ')} FROM ${tableOf('facts', dataset)})`;
    },
  };
  // A crash may have given a column to one of the two only.
  for (const dataset of STORED_DATASETS)
    await tables.ensure(
      dataset,
      KINDS.flatMap((kind) => [...columnsIn(kind, dataset)]).filter((name) => !isFixed(name)),
    );
  return tables;
}

function measuresOf(dataset: string): string[] {
  return STORED_MEASURES.filter((one) => one.dataset === dataset).map((one) => one.id);
}

/** Whether every table has the column from the start. */
export function isFixed(name: string): boolean {
  return [...ORIGIN, ...FIXED].some(([fixed]) => fixed === name);
}

/** Whether there is such a column in some table, or may be. */
export function isColumn(name: string): boolean {
  return isFixed(name) || DIM_COLUMNS.includes(name) || MEASURE_COLUMNS.includes(name);
}

/** The type of a column of the registries. */
function typeOf(name: string): string {
  if (MEASURE_COLUMNS.includes(name)) return 'Nullable(Int64)';
  if (!DIM_COLUMNS.includes(name)) throw new Error(`Not a column of facts: ${name}`);
  return PLAIN.has(name) ? 'Nullable(String)' : 'LowCardinality(Nullable(String))';
}

/**
 * Earlier versions had one table for all datasets. It goes only when all its rows have their new
 * place, so a move that was broken off begins anew.
 */
async function moveOld(engine: Engine, tables: Tables): Promise<void> {
  for (const kind of KINDS) {
    const columns = (await columnsOf(engine, kind)).filter((name) => !isFixed(name));
    if (columns.length === 0) continue;
    for (const dataset of STORED_DATASETS) {
      const of = `FROM ${kind} WHERE dataset = ${literal(dataset)}`;
      const [used] = await engine.look<string[]>(
        `SELECT ${columns.map((name) => `count(${name})`).join(', ')} ${of}`,
      );
      const kept = columns.filter((_, at) => Number(used?.[at] ?? 0) > 0);
      await tables.ensure(dataset, kept);
      const origin = [...ORIGIN, ...FIXED].map(([name]) => name);
      const names = [...origin, ...kept].join(', ');
      await engine.run(`TRUNCATE TABLE ${tableOf(kind, dataset)}`);
      await engine.run(`INSERT INTO ${tableOf(kind, dataset)} (${names}) SELECT ${names} ${of}`);
    }
  }
  for (const kind of KINDS) await engine.run(`DROP TABLE IF EXISTS ${kind} SYNC`);
}

/** Removes what an interrupted publish left; on a shared server only what nobody can still be filling. */
async function clearStaging(engine: Engine): Promise<void> {
  const old = engine.shared ? 'AND metadata_modification_time < now() - INTERVAL 1 DAY' : '';
  const left = await engine.look<[string]>(
    `SELECT name FROM system.tables
     WHERE database = '${DATABASE}' AND name LIKE 'staging\\_%' ${old}`,
  );
  for (const [name] of left) await engine.run(`DROP TABLE IF EXISTS ${name} SYNC`);
}

/** The columns of a table, in its order; none when it is not there. */
export async function columnsOf(engine: Engine, table: string): Promise<string[]> {
  const found = await engine.look<[string]>(
    `SELECT name FROM system.columns
     WHERE database = '${DATABASE}' AND table = '${table}' ORDER BY position`,
  );
  return found.map(([name]) => name);
}
