import { STORED_MEASURES } from '@openmops/domain/catalogue';
import { DIMENSIONS } from '@openmops/domain/kpi';
import type { Engine } from './engine.ts';

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

function registered(): [string, string][] {
  return [
    ...DIM_COLUMNS.map((id): [string, string] => [
      id,
      PLAIN.has(id) ? 'Nullable(String)' : 'LowCardinality(Nullable(String))',
    ]),
    ...MEASURE_COLUMNS.map((id): [string, string] => [id, 'Nullable(Int64)']),
  ];
}

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
      max_bytes_to_merge_at_max_space_in_pool = 2097152,
      lightweight_mutation_projection_mode = 'rebuild'`,
  facts: `${LAYOUT}
    SETTINGS min_compress_block_size = 32768, max_compress_block_size = 131072,
      merge_selector_base = 20`,
} as const;

/**
 * Kept beside every part of a shared server, so that "which shapes are there" needs no look at the
 * rows. A process that owns its facts remembers the answer instead.
 */
const SLICES = `PROJECTION slices (
  SELECT workspace, dataset, source, account, shape, currency, min(day), max(day_to), count()
  GROUP BY workspace, dataset, source, account, shape, currency)`;

/**
 * Creates what is missing, adds columns of new dimensions and measures, cuts tables of earlier
 * versions anew, clears half-done work.
 */
export async function migrate(engine: Engine): Promise<void> {
  await clearStaging(engine);
  const columns = [...ORIGIN, ...FIXED, ...registered()];
  const ddl = columns.map(([name, type]) => `${name} ${type}`);
  const body = `(${[...ddl, ...(engine.shared ? [SLICES] : [])].join(', ')})`;
  for (const table of ['landed', 'facts'] as const) {
    await engine.run(`CREATE TABLE IF NOT EXISTS ${table} ${body} ${ENGINES[table]}`);
    if (await isCutOtherwise(engine, table)) await cutAnew(engine, table, body);
    await addColumns(engine, table, columns);
  }
}

async function isCutOtherwise(engine: Engine, table: string): Promise<boolean> {
  const found = await engine.look<[string]>(
    `SELECT partition_key FROM system.tables WHERE database = '${DATABASE}' AND name = '${table}'`,
  );
  return !(found[0]?.[0] ?? '').includes('day');
}

/** The rows move into a new table, which then takes the place of the old one in one step. */
async function cutAnew(engine: Engine, table: keyof typeof ENGINES, body: string): Promise<void> {
  const names = (await columnsOf(engine, table)).join(', ');
  const fresh = `staging_${table}`;
  await engine.run(`CREATE TABLE ${fresh} ${body} ${ENGINES[table]}`);
  await engine.run(`INSERT INTO ${fresh} (${names}) SELECT ${names} FROM ${table}`);
  await engine.run(`EXCHANGE TABLES ${fresh} AND ${table}`);
  await engine.run(`DROP TABLE ${fresh} SYNC`);
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

async function addColumns(
  engine: Engine,
  table: string,
  columns: readonly [name: string, type: string][],
): Promise<void> {
  const known = new Set(await columnsOf(engine, table));
  const missing = columns.filter(([name]) => !known.has(name));
  if (missing.length === 0) return;
  const adds = missing.map(([name, type]) => `ADD COLUMN IF NOT EXISTS ${name} ${type}`).join(', ');
  await engine.run(`ALTER TABLE ${table} ${adds}`);
}

/** The columns of a table, in its order. */
export async function columnsOf(engine: Engine, table: string): Promise<string[]> {
  const found = await engine.look<[string]>(
    `SELECT name FROM system.columns
     WHERE database = '${DATABASE}' AND table = '${table}' ORDER BY position`,
  );
  return found.map(([name]) => name);
}
