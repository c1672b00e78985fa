import type { Engine } from './engine.ts';

export const RESOLVED_TABLE = 'resolved';

/** The table of what was resolved. It can be made again, so the disk need not confirm each write. */
export async function migrateResolved(engine: Engine): Promise<void> {
  await engine.run(
    `CREATE TABLE IF NOT EXISTS ${RESOLVED_TABLE} (
       workspace LowCardinality(String), generation UInt32, kind LowCardinality(String), id String,
       owner String, search String, rank Float64, body String CODEC(ZSTD(1)),
       INDEX owners owner TYPE bloom_filter GRANULARITY 4)
     ENGINE = MergeTree PARTITION BY (workspace, generation)
     ORDER BY (workspace, generation, kind, id)
     SETTINGS max_bytes_to_merge_at_max_space_in_pool = 2147483648`,
  );
}
