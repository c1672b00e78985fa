import { Readable } from 'node:stream';
import { type ClickHouseSettings, createClient } from '@clickhouse/client';
import type { Engine } from './engine.ts';
import { ASK_SETTINGS, INSERT_SETTINGS, RUN_SETTINGS } from './settings.ts';
import { DATABASE } from './tables.ts';

const ask = ASK_SETTINGS as unknown as ClickHouseSettings;
const run = RUN_SETTINGS as unknown as ClickHouseSettings;
const insert = INSERT_SETTINGS as unknown as ClickHouseSettings;

/** A ClickHouse server or cluster at `url` (`http://user:password@host:8123`). */
export async function openClickHouse(url: string): Promise<Engine> {
  const common = { url, application: 'openmops', max_open_connections: 8 } as const;
  const first = createClient(common);
  await first.command({ query: `CREATE DATABASE IF NOT EXISTS ${DATABASE}` });
  await first.close();
  const client = createClient({ ...common, database: DATABASE, request_timeout: 600_000 });
  return {
    name: 'ClickHouse',
    async ask(query, query_params) {
      const answer = await client.query({
        query,
        query_params,
        format: 'JSONCompact',
        clickhouse_settings: ask,
      });
      return (await answer.json()).data as never;
    },
    async look(query) {
      const answer = await client.query({
        query,
        format: 'JSONCompact',
        clickhouse_settings: run,
      });
      return (await answer.json()).data as never;
    },
    async run(query) {
      await client.command({ query, clickhouse_settings: run });
    },
    async insert(table, columns, values) {
      await client.insert({
        table,
        columns: columns as [string, ...string[]],
        values: Readable.from([values], { objectMode: false }),
        format: 'TabSeparated',
        clickhouse_settings: insert,
      });
    },
    close: () => client.close(),
  };
}
