import { mkdir, open, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { type ClickHouseClientConfigOptions, createClient } from '@clickhouse/client';
import type { Engine, Params } from './engine.ts';
import { pathLiteral } from './literal.ts';
import { ASK_SETTINGS, INSERT_SETTINGS, RUN_SETTINGS } from './settings.ts';
import { DATABASE } from './tables.ts';

/**
 * ClickHouse inside this process, over `folder`. One session runs one statement at a time, and
 * chdb runs statements with bound values one by one in the whole process. So questions have a
 * session, long statements have another and landing a third: a question never waits for an
 * import, and one of the four threads of libuv's pool stays free.
 */
export async function openChdb(folder: string): Promise<Engine> {
  if (!isMainThread)
    throw new Error('chDB hangs the process when a worker thread has loaded it: open it outside.');
  await mkdir(folder, { recursive: true });
  // In one process with the questions, long statements leave them a core.
  const long = { ...RUN_SETTINGS, max_threads: 1 };
  const run = await session(folder, long);
  const land = await session(folder, { ...long, ...INSERT_SETTINGS });
  const ask = await session(folder, ASK_SETTINGS);
  const trim = trimming(land);
  let landing: Promise<unknown> = Promise.resolve();
  // One chunk at a time is on its way, so one file is enough.
  const incoming = join(dirname(folder), `${basename(folder)}-incoming.native`);
  return {
    name: 'chDB',
    shared: false,
    ask: (sql, params) => rows(ask, sql, params),
    look: (sql) => rows(run, sql, {}),
    run: async (sql) => {
      await run.command({ query: sql });
      await trim();
    },
    async pull(sql) {
      const { stream } = await run.exec({ query: `${sql} FORMAT RowBinary` });
      const pieces: Uint8Array[] = [];
      for await (const piece of stream) pieces.push(piece as Uint8Array);
      await trim();
      const [first] = pieces;
      return first && pieces.length === 1
        ? Buffer.from(first.buffer, first.byteOffset, first.byteLength)
        : Buffer.concat(pieces);
    },
    insertBlock(table, columns, block) {
      const next = landing.then(async () => {
        await writeWhole(incoming, block);
        await land.command({
          query: `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM file(${pathLiteral(incoming)}, 'Native')
            SETTINGS max_block_size = 1048576`,
        });
        await trim();
      });
      landing = next.catch(() => undefined);
      return next;
    },
    save: (table, columns, file) =>
      run
        .command({
          query: `INSERT INTO FUNCTION file(${pathLiteral(file)}, 'Native') SELECT ${columns.join(', ')} FROM ${table}
            SETTINGS engine_file_truncate_on_insert = 1`,
        })
        .then(() => undefined),
    load: (table, columns, file) =>
      run
        .command({
          query: `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${columns.join(', ')} FROM file(${pathLiteral(file)}, 'Native')`,
        })
        .then(() => undefined),
    async close() {
      await landing;
      await rm(incoming, { force: true });
      for (const one of [ask, land, run]) await one.close();
      await drain();
    },
  };
}

const TRIM_EVERY_MS = 1000;

/**
 * The engine keeps memory that it has used for the next statement, which in one process with the
 * rest is most of all there is; so work that changes something gives it back, once a second.
 */
function trimming(session: Session): () => Promise<void> {
  let last = 0;
  return async () => {
    const now = performance.now();
    if (now - last < TRIM_EVERY_MS) return;
    last = now;
    await session.command({ query: 'SYSTEM JEMALLOC PURGE' });
  };
}

/** In one write: `writeFile` cuts large blocks up and waits for the event loop after each piece. */
async function writeWhole(path: string, block: Buffer): Promise<void> {
  const file = await open(path, 'w');
  try {
    for (let at = 0; at < block.length; )
      at += (await file.write(block, at, block.length - at)).bytesWritten;
  } finally {
    await file.close();
  }
}

type Session = ReturnType<typeof createClient>;

async function session(
  folder: string,
  settings: Record<string, string | number>,
): Promise<Session> {
  // Loaded only here: a thread that has merely loaded it and ends would hang the engine for ever.
  const { createChdbConnection } = await import('chdb/connection');
  const connection = createChdbConnection({ path: folder });
  // The two packages carry the same interface in two copies, which the compiler cannot know.
  const client = createClient({
    connection: connection as unknown as ClickHouseClientConfigOptions['connection'],
  } as ClickHouseClientConfigOptions);
  // The unnamed default database would also look for files in the working folder.
  await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${DATABASE} ENGINE = Atomic` });
  await client.command({ query: `USE ${DATABASE}` });
  const list = Object.entries(settings).map(([name, value]) =>
    typeof value === 'number' ? `${name} = ${value}` : `${name} = '${value}'`,
  );
  await client.command({ query: `SET ${list.join(', ')}` });
  return client;
}

async function rows<T extends unknown[]>(
  client: Session,
  query: string,
  params: Params,
): Promise<T[]> {
  const answer = await client.query({ query, query_params: params, format: 'JSONCompact' });
  return (await answer.json<T>()).data;
}

/** Closing is deferred while a statement still runs; another folder can be opened only after it. */
async function drain(): Promise<void> {
  const { drainPending } = await import('chdb');
  await drainPending();
}
