import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { FactColumns } from '@openmops/domain/sources';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measures } from '../../testing/measures.ts';
import { openChdb } from './chdb-engine.ts';
import type { Engine } from './engine.ts';
import { createLander } from './land.ts';
import { toNative } from './native-block.ts';
import { publish } from './publish.ts';
import { factRows } from './rows.ts';
import { sums } from './sums.ts';
import { columnsOf, migrate, type Tables } from './tables.ts';
import { batchOf, queryOf, rowOf } from './test-suite.ts';
import { valuesOf } from './values.ts';

let folder: string;
let engine: Engine;
let tables: Tables;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'openmops-traps-'));
  // Paths of people have spaces and letters of theirs.
  engine = await openChdb(join(folder, 'chäck ünïcode 数据'));
  tables = await migrate(engine);
  await tables.ensure('ad_delivery', ['ad_cost', 'campaign']);
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const alone = (work: () => Promise<void>) => work();
const costs = (w: string) =>
  engine.ask('SELECT count(), sum(ad_cost) FROM facts_ad_delivery WHERE workspace = {w:String}', {
    w,
  });

describe('what the engine in this process does unless it is kept from it', () => {
  it('hangs for ever when a worker thread has loaded it: a worker is refused before that', async () => {
    const module = JSON.stringify(new URL('./chdb-engine.ts', import.meta.url).href);
    const worker = new Worker(
      `import { parentPort } from 'node:worker_threads';
       const { openChdb } = await import(${module});
       parentPort.postMessage(await openChdb('nowhere').then(() => 'opened', (error) => error.message));`,
      { eval: true, execArgv: ['--input-type=module'] },
    );
    const said = await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    expect(said).toMatch(/worker thread/);
    await worker.terminate();
    expect(await engine.ask('SELECT 1', {})).toEqual([[1]]);
  });

  it('runs one statement per session: questions do not wait for a long one', async () => {
    const ended: string[] = [];
    const long = engine
      .run('SELECT count() FROM numbers(1500000000) WHERE number % 7 = 3 FORMAT Null')
      .then(() => ended.push('long'));
    for (const n of [1, 2, 3])
      await engine
        .ask('SELECT {n:Int32}', { n })
        .then(([row]) => ended.push(`question ${row?.[0]}`));
    const { columns, block } = toNative(batchOf('w'), 0, FactColumns.of([rowOf(1, [], [])]));
    await engine.insertBlock('landed_ad_delivery', columns, block).then(() => ended.push('landed'));
    await long;
    expect(ended).toEqual(['question 1', 'question 2', 'question 3', 'landed', 'long']);
  });

  it('answers questions asked at once each with its own values', async () => {
    const asked = Array.from({ length: 40 }, (_, at) => `v'\\${at}\n`);
    const answers = await Promise.all(
      asked.map((v) => engine.ask<[string]>('SELECT {v:String}', { v })),
    );
    expect(answers.map(([row]) => row?.[0])).toEqual(asked);
  });

  it('reads files, reaches addresses and writes: a question may not', async () => {
    for (const sql of [
      "SELECT * FROM file('/etc/hostname', 'LineAsString')",
      "SELECT * FROM url('http://127.0.0.1:1/', 'LineAsString')",
      "SELECT * FROM remote('127.0.0.1:1', system.one)",
      "SELECT * FROM s3('http://127.0.0.1:1/a', 'LineAsString')",
      "INSERT INTO facts_ad_delivery (workspace) VALUES ('w')",
      "SELECT 1 INTO OUTFILE '/tmp/openmops-never'",
      'DROP TABLE facts_ad_delivery',
      'SET readonly = 0',
    ])
      await expect(engine.ask(sql, {}), sql).rejects.toThrow();
    expect(await engine.ask('SELECT count() FROM facts_ad_delivery', {})).toEqual([['0']]);
  });

  it('loses digits of large numbers, and takes a missing value for 0: not in our answers', async () => {
    const sql = `SELECT toInt64(9007199254740993), sum(x), count(x), r.y
      FROM (SELECT 1 AS k, CAST(NULL, 'Nullable(Int64)') AS x) AS l
      LEFT JOIN (SELECT 2 AS k, 5 AS y) AS r ON l.k = r.k GROUP BY r.y`;
    expect(await engine.ask(sql, {})).toEqual([['9007199254740993', null, '0', null]]);
  });

  it('does not force rows to the disk: what has landed is', async () => {
    const [row] = await engine.ask<[string]>(
      "SELECT create_table_query FROM system.tables WHERE database = 'openmops' AND name = 'landed_ad_delivery'",
      {},
    );
    expect(row?.[0]).toContain('fsync_after_insert = 1');
    expect(row?.[0]).toContain('fsync_part_directory = 1');
  });
});

describe('publishing', () => {
  it('shares a month with a part of which some rows were taken back', async () => {
    const lander = createLander({ engine, tables, alone });
    const one = batchOf('w-part', { measures: ['ad_cost'] });
    for (const chunk of [0, 1, 2]) await lander.land(one, chunk, [rowOf(20_000, ['a'], [1])]);
    await engine.run('OPTIMIZE TABLE landed_ad_delivery FINAL');
    await lander.unland('w-part', one.batchId, 1);
    await publish({ engine, tables }, 'w-part', [one.batchId], [one]);
    expect(await costs('w-part')).toEqual([['1', '1']]);
    await lander.land(one, 1, [rowOf(20_000, ['b'], [10])]);
    await publish({ engine, tables }, 'w-part', [one.batchId], [one]);
    await engine.run('OPTIMIZE TABLE facts_ad_delivery FINAL');
    expect(await costs('w-part')).toEqual([['2', '11']]);
  });
});

describe('opening', () => {
  it('moves what an earlier version held in one table to the tables of its datasets', async () => {
    const columns =
      'batch LowCardinality(String), seq UInt64, chunk UInt32, line UInt32, workspace LowCardinality(String), dataset LowCardinality(String), source LowCardinality(String), account LowCardinality(String), shape LowCardinality(String), day Int32, day_to Int32, currency LowCardinality(String), campaign LowCardinality(Nullable(String)), region LowCardinality(Nullable(String)), ad_cost Nullable(Int64), sessions Nullable(Int64)';
    for (const table of ['landed', 'facts'])
      await engine.run(
        `CREATE TABLE ${table} (${columns}) ENGINE = MergeTree PARTITION BY (workspace, dataset)
         ORDER BY (toYYYYMM(toDate32(day)), batch, chunk, line)`,
      );
    const one = batchOf('w-old', { measures: ['ad_cost'] });
    const days = [20_000, 20_040].map(
      (day) => `('${one.batchId}', 'w-old', 'ad_delivery', ${day}, ${day}, 'a', 7, NULL)`,
    );
    await engine.run(
      `INSERT INTO landed (batch, workspace, dataset, day, day_to, campaign, ad_cost, sessions)
       VALUES ${days.join(', ')}, ('web', 'w-old', 'web_session', 20000, 20000, 'a', NULL, 5)`,
    );
    // A start that was broken off moved a part of it.
    await engine.run(
      "INSERT INTO landed_ad_delivery (batch, workspace, dataset, day) VALUES ('half', 'w-old', 'ad_delivery', 20000)",
    );
    tables = await migrate(engine);
    expect(tables.has('ad_delivery', 'region')).toBe(false);
    expect(tables.has('web_session', 'sessions')).toBe(true);
    await publish({ engine, tables }, 'w-old', [one.batchId], [one]);
    expect(await costs('w-old')).toEqual([['2', '14']]);
    const old = await engine.look(
      "SELECT name FROM system.tables WHERE name IN ('landed', 'facts')",
    );
    expect(old).toEqual([]);
  });

  it('gives both tables of a dataset the same columns, and clears what a crash left', async () => {
    await engine.run(
      'ALTER TABLE landed_email_send ADD COLUMN subject LowCardinality(Nullable(String))',
    );
    await engine.run('CREATE TABLE staging_left AS facts_email_send');
    tables = await migrate(engine);
    for (const kind of ['landed', 'facts'])
      expect(await columnsOf(engine, `${kind}_email_send`)).toContain('subject');
    const left = await engine.ask("SELECT name FROM system.tables WHERE name LIKE 'staging%'", {});
    expect(left).toEqual([]);
  });

  it('answers a question for a column that no import has brought: nothing is set', async () => {
    const one = batchOf('w-none', { dataset: 'search_console', measures: ['serp_clicks'] });
    await createLander({ engine, tables, alone }).land(one, 0, [rowOf(20_000, ['a'], [3])]);
    await publish({ engine, tables }, 'w-none', [one.batchId], [one]);
    const query = queryOf({
      dataset: 'search_console',
      measures: measures('serp_clicks', 'serp_impressions'),
      by: ['city'],
      filters: [{ dim: 'region', op: 'neq', values: ['x'] }],
    });
    const found = await sums({ engine, tables }, { workspaceId: 'w-none', query, slices: null });
    expect(found).toMatchObject([{ group: [null], values: [3n, null], counts: [1, 0] }]);
    const rows = await factRows({ engine, tables }, 'w-none', query, null, { offset: 0, limit: 9 });
    expect(rows).toMatchObject({ total: 1, rows: [{ dims: { campaign: 'a', city: null } }] });
    const what = { dim: 'city' as const, from: 0, to: 40_000, search: '', limit: 9 };
    expect(await valuesOf({ engine, tables }, 'w-none', what)).toEqual([{ value: null, rows: 1 }]);
    expect(await valuesOf({ engine, tables }, 'w-none', { ...what, search: 'x' })).toEqual([]);
  });
});
