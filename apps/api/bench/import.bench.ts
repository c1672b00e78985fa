/**
 * Rows per second of an import (file to published facts) against the engine's own loader on the
 * same clean file, alternated in one process.
 */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnv } from '../src/env.ts';
import { importFile } from '../src/features/imports/import-file.ts';
import { uploadFile } from '../src/features/imports/upload-file.ts';
import { createWorkspace } from '../src/features/workspace/create-workspace.ts';
import { openInstance } from '../src/instance.ts';
import { openLog } from '../src/log.ts';
import { openChdb } from '../src/stores/facts/chdb-engine.ts';
import { writeExport } from './write-export.ts';

const ROWS = 1_000_000;
const ROUNDS = 3;
const folder = await mkdtemp(join(tmpdir(), 'openmops-bench-'));
const env = readEnv({ OPENMOPS_DATA_DIR: folder, LOG_LEVEL: 'error', OPENMOPS_DEMO: '0' });
const instance = await openInstance({ env, log: openLog(env) });
const engine = await openChdb(join(folder, 'facts'));
const actor = { kind: 'local' as const };
const outside = { instance, actor, workspace: null, requestId: 'req_bench' };

async function importOnce(path: string, slug: string): Promise<number> {
  const workspace = await createWorkspace.call(outside, { slug, currency: 'EUR' });
  const scope = { ...outside, workspace };
  const { upload } = await uploadFile.call(scope, { name: 'b.csv', body: createReadStream(path) });
  const began = performance.now();
  const report = await importFile.call(scope, { upload });
  const seconds = (performance.now() - began) / 1000;
  if (report.rows.rejected > 0) throw new Error('The file of the benchmark is not clean.');
  return report.rows.accepted / seconds;
}

/** The engine reads the same file into a table of the same columns, in the same order of rows. */
async function loadOnce(path: string): Promise<number> {
  await engine.run('DROP TABLE IF EXISTS loader SYNC');
  await engine.run(
    `CREATE TABLE loader (day Date, campaign_id LowCardinality(String), campaign LowCardinality(String),
      country LowCardinality(String), device LowCardinality(String), currency LowCardinality(String),
      impressions Int64, clicks Int64, cost Decimal(18, 6), conversions Decimal(18, 6))
     ENGINE = MergeTree PARTITION BY toYYYYMM(day) ORDER BY (day, campaign_id)
     SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`,
  );
  const began = performance.now();
  await engine.run(
    `INSERT INTO loader SELECT * FROM file('${path}', 'CSV', 'day Date, campaign_id String, campaign String,
      country String, device String, currency String, impressions Int64, clicks Int64,
      cost Decimal(18, 6), conversions Decimal(18, 6)')
     SETTINGS input_format_csv_skip_first_lines = 1, max_block_size = 65536,
       min_insert_block_size_rows = 1048576, min_insert_block_size_bytes = 268435456, max_memory_usage = 0`,
  );
  return ROWS / ((performance.now() - began) / 1000);
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

try {
  const path = join(folder, 'bench.csv');
  await writeExport(path, ROWS);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(await loadOnce(path));
    ours.push(await importOnce(path, `bench-${round}`));
  }
  const [own, loader] = [median(ours), median(theirs)];
  console.log(
    JSON.stringify({
      name: 'import/rows-per-second-of-loader',
      value: Number((own / loader).toFixed(3)),
      unit: 'x',
      goal: 0.333,
      better: 'more',
      detail: `${Math.round(own)} against ${Math.round(loader)} rows/s`,
    }),
  );
} finally {
  await engine.close();
  await instance.close();
  await rm(folder, { recursive: true, force: true });
}
