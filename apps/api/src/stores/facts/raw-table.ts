import type { Engine } from './engine.ts';

export const RAW_TABLE = 'raw_rows';
/** Rows that are about to be forgotten, while that is done. */
export const RAW_COPIES = 'raw_copies';

const COLUMNS: readonly [name: string, type: string][] = [
  ['workspace', 'LowCardinality(String)'],
  ['stream', 'LowCardinality(String)'],
  ['key', 'String'],
  ['chunk', 'UInt64'],
  ['row', 'UInt32'],
  ['cursor', 'Float64'],
  ['deleted', 'UInt8'],
  ['version', 'Nullable(Float64)'],
  ['extracted_at', 'Nullable(Float64)'],
  ['received_at', 'UInt64'],
  ['text', 'String CODEC(ZSTD(1))'],
];
export const RAW_COLUMNS: readonly string[] = COLUMNS.map(([name]) => name);

/**
 * Rows as they arrived. A stream is a partition of its own, so that it and its workspace go in one
 * step, and lies in order of key, so that it is read page by page without sorting. Forced to the
 * disk: what was pushed cannot be pulled again. Which chunks a part holds is kept beside it, since
 * "what has come since" is asked all the time.
 */
const LAYOUT = `ENGINE = MergeTree PARTITION BY (workspace, stream)
  ORDER BY (workspace, stream, key, chunk, row)
  SETTINGS fsync_after_insert = 1, fsync_part_directory = 1,
    max_bytes_to_merge_at_max_space_in_pool = 2147483648, merge_max_block_size_bytes = 4194304`;

/** Creates the table of raw rows where it is missing. */
export async function migrateRaw(engine: Engine): Promise<void> {
  const columns = COLUMNS.map(([name, type]) => `${name} ${type}`);
  await engine.run(
    `CREATE TABLE IF NOT EXISTS ${RAW_TABLE}
     (${columns.join(', ')}, INDEX chunks chunk TYPE minmax GRANULARITY 4) ${LAYOUT}`,
  );
  await engine.run(
    `CREATE TABLE IF NOT EXISTS ${RAW_COPIES}
     (workspace LowCardinality(String), stream LowCardinality(String), chunk UInt64, row UInt32)
     ENGINE = MergeTree PARTITION BY (workspace, stream) ORDER BY (workspace, stream, chunk, row)`,
  );
}
