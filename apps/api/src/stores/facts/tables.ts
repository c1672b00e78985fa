import { DIMENSIONS, MEASURES } from '@openmops/domain/kpi';
import type { Engine } from './engine.ts';

export const DATABASE = 'openmops';

/** Dimensions with about as many values as rows: a dictionary would only cost. */
const PLAIN = new Set(['record', 'search_term', 'page', 'city']);

/** The columns that landed rows and facts share, in the order of the store. */
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
export const MEASURE_COLUMNS: readonly string[] = MEASURES.map((measure) => measure.id);
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

/**
 * How tables are held: the one place to change for a cluster (`ON CLUSTER`, `Replicated…`).
 * Landed rows are forced to the disk, since a file that was uploaded cannot be fetched again, and
 * stay in compact parts: dozens of columns would otherwise be dozens of files per chunk.
 * Facts are written with small compression blocks: a part has a buffer per column, which with the
 * usual block of 1 MB would be hundreds of megabytes.
 */
export const ENGINES = {
  landed: `ENGINE = MergeTree PARTITION BY (workspace, dataset)
    ORDER BY (${MONTH}, batch, chunk, line)
    SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
      min_bytes_for_wide_part = 107374182400, min_rows_for_wide_part = 1000000000000`,
  facts: `ENGINE = MergeTree PARTITION BY (workspace, dataset, ${MONTH})
    ORDER BY (workspace, dataset, day, source, account, shape)
    SETTINGS min_compress_block_size = 32768, max_compress_block_size = 131072`,
} as const;

/**
 * Kept beside every part of a shared server, so that "which shapes are there" needs no look at the
 * rows. A process that owns its facts remembers the answer instead.
 */
const SLICES = `PROJECTION slices (
  SELECT workspace, dataset, source, account, shape, currency, min(day), max(day_to), count()
  GROUP BY workspace, dataset, source, account, shape, currency)`;

/** Creates what is missing, adds columns of new dimensions and measures, clears half-done work. */
export async function migrate(engine: Engine): Promise<void> {
  const facts = [...FIXED, ...registered()];
  await ensure(engine, { table: 'landed', columns: [...ORIGIN, ...facts], projections: [] });
  await ensure(engine, {
    table: 'facts',
    columns: facts,
    projections: engine.shared ? [SLICES] : [],
  });
  await clearStaging(engine);
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

async function ensure(
  engine: Engine,
  what: { table: keyof typeof ENGINES; columns: [string, string][]; projections: string[] },
): Promise<void> {
  const { table, columns, projections } = what;
  const ddl = [...columns.map(([name, type]) => `${name} ${type}`), ...projections].join(', ');
  await engine.run(`CREATE TABLE IF NOT EXISTS ${table} (${ddl}) ${ENGINES[table]}`);
  const present = await engine.look<[string]>(
    `SELECT name FROM system.columns WHERE database = '${DATABASE}' AND table = '${table}'`,
  );
  const known = new Set(present.map(([name]) => name));
  const missing = columns.filter(([name]) => !known.has(name));
  if (missing.length === 0) return;
  const adds = missing.map(([name, type]) => `ADD COLUMN ${name} ${type}`).join(', ');
  await engine.run(`ALTER TABLE ${table} ${adds}`);
}
