import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import { type ClickHouseSettings, createClient } from '@clickhouse/client';
import type { Engine } from './engine.ts';
import { ASK_SETTINGS, INSERT_SETTINGS, RUN_SETTINGS } from './settings.ts';
import { DATABASE } from './tables.ts';

const ASK = ASK_SETTINGS as unknown as ClickHouseSettings;
const RUN = RUN_SETTINGS as unknown as ClickHouseSettings;
const INSERT = INSERT_SETTINGS as unknown as ClickHouseSettings;

/** A ClickHouse server or cluster at `url` (`http://user:password@host:8123`). */
export async function openClickHouse(url: string): Promise<Engine> {
  const common = { url, application: 'openmops', max_open_connections: 8 } as const;
  const first = createClient(common);
  await first.command({ query: `CREATE DATABASE IF NOT EXISTS ${DATABASE}` });
  await first.close();
  const client = createClient({
    ...common,
    database: DATABASE,
    request_timeout: 600_000,
    // Keeps proxies from cutting the connection while a month is being rebuilt.
    clickhouse_settings: {
      send_progress_in_http_headers: 1,
      http_headers_progress_interval_ms: '20000',
    },
  });
  return {
    name: 'ClickHouse',
    shared: true,
    async ask(query, query_params) {
      const answer = await client.query({
        query,
        query_params,
        format: 'JSONCompact',
        clickhouse_settings: ASK,
      });
      return (await answer.json()).data as never;
    },
    async look(query) {
      const answer = await client.query({
        query,
        format: 'JSONCompact',
        clickhouse_settings: RUN,
      });
      return (await answer.json()).data as never;
    },
    async run(query) {
      await client.command({ query, clickhouse_settings: RUN });
    },
    async pull(sql) {
      const query = `${sql} FORMAT RowBinary`;
      const { stream } = await client.exec({ query, clickhouse_settings: RUN });
      return buffer(stream);
    },
    async insertBlock(table, columns, block) {
      const { stream } = await client.exec({
        query: `INSERT INTO ${table} (${columns.join(', ')}) FORMAT Native`,
        values: Readable.from([block], { objectMode: false }),
        clickhouse_settings: INSERT,
      });
      stream.resume();
    },
    async save(table, columns, file) {
      const answer = await client.exec({
        query: `SELECT ${columns.join(', ')} FROM ${table} FORMAT Native`,
        clickhouse_settings: RUN,
      });
      await pipeline(answer.stream, createZstdCompress(), createWriteStream(file));
    },
    async load(table, columns, file) {
      const values = createReadStream(file).pipe(createZstdDecompress());
      await client.exec({
        query: `INSERT INTO ${table} (${columns.join(', ')}) FORMAT Native`,
        values,
        clickhouse_settings: RUN,
      });
    },
    close: () => client.close(),
  };
}
