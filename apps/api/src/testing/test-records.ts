import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KyselyPlugin } from 'kysely';
import pg from 'pg';
import { inject } from 'vitest';
import { openRecords, type Records, type RecordsView } from '../stores/records/records.ts';

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

/** The store that the test files of this process use one after the other. */
let shared: { records: Records; tables: string } | null = null;
let inUse = false;

/**
 * An empty, migrated record store, which another file of this process may have used before: opening
 * one costs a second, emptying it a moment. `close` empties it. A second one at a time is a new one.
 */
export async function sharedRecords(): Promise<Records> {
  if (inUse) return testRecords();
  inUse = true;
  if (shared === null) {
    const records = await testRecords();
    shared = { records, tables: await tablesOf(records) };
  }
  return lent(shared.records);
}

/** Work of a file that goes on after its end must not meet the next one. */
function lent(records: Records): Records {
  let closed = false;
  const look = () => {
    if (closed) throw new Error('The record store is closed.');
  };
  const onlyOpen: KyselyPlugin = {
    transformQuery: ({ node }) => {
      look();
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  const view = ({ db, transaction }: RecordsView): RecordsView => ({
    db: db.withPlugin(onlyOpen),
    transaction: async (...work) => {
      look();
      return transaction(...work);
    },
  });
  return {
    ...records,
    raw: records.raw.withPlugin(onlyOpen),
    system: view(records.system),
    scoped: (workspaceId) => view(records.scoped(workspaceId)),
    async statement(...given) {
      look();
      return records.statement(...given);
    },
    async close() {
      if (closed) return;
      closed = true;
      await handBack(records).finally(() => {
        inUse = false;
      });
    },
  };
}

/** What a file has changed other than rows would meet the next one, which gets a new store instead. */
async function handBack(records: Records): Promise<void> {
  const tables = await tablesOf(records).catch(() => null);
  if (tables !== null && tables === shared?.tables) return empty(records);
  shared = null;
  await records.close();
}

/** Tables, columns, constraints, views, functions, rights: whatever a statement can have changed but rows. */
async function tablesOf(records: Records): Promise<string> {
  const { rows } = await records.statement(`
    select md5(string_agg(part, E'\n' order by part)) as tables from (
      select concat('class ', oid, relname, relkind, relnamespace, relacl::text, relrowsecurity, relforcerowsecurity, relnatts) from pg_class
        where relnamespace not in (select oid from pg_namespace where nspname in ('pg_catalog', 'pg_toast', 'information_schema'))
      union all select concat('column ', attrelid, attnum, attname, attisdropped, attnotnull, atttypid) from pg_attribute where attrelid >= 16384
      union all select concat('constraint ', oid, conname) from pg_constraint where oid >= 16384
      union all select concat('trigger ', oid, tgenabled) from pg_trigger where oid >= 16384
      union all select concat('policy ', oid) from pg_policy
      union all select concat('function ', oid, xmin) from pg_proc where oid >= 16384
    ) as found(part)`);
  return (rows[0] as { tables: string }).tables;
}

/** Rows and numbers that are counted up; what the migrations themselves have written stays. */
async function empty({ statement }: Records): Promise<void> {
  const { rows } = await statement(`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'migrations%'`);
  const names = (rows as { name: string }[]).map(({ name }) => name);
  // Neither order nor triggers matter to what goes as a whole.
  await statement(
    `begin; set local session_replication_role = replica; ${names.map((name) => `delete from "${name}"`).join('; ')}; commit`,
  );
  await statement(
    "select setval(oid::regclass, 1, false) from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace",
  );
}

/** An empty, migrated record store in a data folder, for processes that open it later. */
export async function makeRecords(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // The program copies the thousand files in a third of the time that Node takes.
  await promisify(execFile)('cp', ['-r', inject('recordsFolder'), join(folder, 'records')]);
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
