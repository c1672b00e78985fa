import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { openRecords, type Records } from '../stores/records/records.ts';

/** The engines on which record tests run: PGlite always, PostgreSQL where TEST_DATABASE_URL names one. */
export const TEST_ENGINES: ('pglite' | 'postgres')[] = process.env.TEST_DATABASE_URL
  ? ['pglite', 'postgres']
  : ['pglite'];

/** An empty, migrated record store of the test file's own. `close` removes it. */
export async function testRecords(engine: 'pglite' | 'postgres' = 'pglite'): Promise<Records> {
  if (engine === 'pglite') {
    return openRecords({ databaseUrl: null, folder: null, dump: inject('recordsDump') });
  }
  const server = process.env.TEST_DATABASE_URL ?? '';
  const name = `openmops_test_${randomBytes(6).toString('hex')}`;
  await administer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const records = await openRecords({ databaseUrl: url.href, folder: null });
  return {
    ...records,
    close: async () => {
      await records.close();
      await administer(server, `drop database ${name} with (force)`);
    },
  };
}

/** An empty, migrated record store in a data folder, for processes that open it later. */
export async function makeRecords(folder: string): Promise<void> {
  const dump = inject('recordsDump');
  await (await openRecords({ databaseUrl: null, folder, dump })).close();
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
