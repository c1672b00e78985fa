import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * A process of its own for tests: the HTTP interface of ClickHouse, as far as its client uses it,
 * in front of a real engine. Prints its address; ends with its standard input.
 */
const require = createRequire(import.meta.url);
const { Session } = require('chdb') as {
  Session: new (path: string) => { connection: unknown; close(): void };
};
// The package formats bound values itself; over HTTP they arrive as the engine takes them.
const { loadNative } = require(join(dirname(require.resolve('chdb')), 'dist', 'loader.js')) as {
  loadNative(): Native;
};
type Result = { bytes: Uint8Array };
type Native = {
  QueryAsyncConnection(on: unknown, sql: string, format: string, params?: object): Promise<Result>;
  InsertRawAsyncConnection(
    on: unknown,
    sql: string,
    body: Buffer,
    count: boolean,
  ): Promise<unknown>;
};

const native = loadNative();
const folder = mkdtempSync(join(tmpdir(), 'openmops-http-'));
const sessions = new Map<string, { connection: unknown; close(): void }>();
/** Not settings of the engine: they steer the HTTP interface. */
const NO_SETTING =
  /^(query|query_id|database|session_id|default_format|wait_end_of_query|enable_http_compression|send_progress.*|http_.*|param_.*)$/;
// Bound values are held for the whole process while a statement runs, so one at a time.
let turn: Promise<unknown> = Promise.resolve();

async function sessionOf(url: URL): Promise<unknown> {
  const settings = [...url.searchParams].filter(([name]) => !NO_SETTING.test(name));
  const database = url.searchParams.get('database');
  const key = JSON.stringify([database, settings]);
  const known = sessions.get(key);
  if (known) return known.connection;
  const session = new Session(folder);
  sessions.set(key, session);
  const run = (sql: string) => native.QueryAsyncConnection(session.connection, sql, 'CSV');
  if (database) await run(`USE ${database}`);
  const list = settings.map(([name, value]) => `${name} = '${value}'`);
  if (list.length > 0) await run(`SET ${list.join(', ')}`);
  return session.connection;
}

async function answer(request: IncomingMessage): Promise<Uint8Array> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces);
  const connection = await sessionOf(url);
  const query = url.searchParams.get('query');
  // Blocks larger than its buffer are cut when they come with the statement, but not from a file.
  const block = /^INSERT INTO (\w+) \(([^)]+)\) FORMAT Native$/.exec(query ?? '');
  if (block) {
    const file = join(folder, 'incoming.native');
    writeFileSync(file, body);
    const [, table, columns] = block;
    const from = `SELECT ${columns} FROM file('${file}', 'Native')`;
    const sql = `INSERT INTO ${table} (${columns}) ${from} SETTINGS max_block_size = 1048576`;
    await native.QueryAsyncConnection(connection, sql, 'TabSeparated');
    return Buffer.alloc(0);
  }
  if (query !== null && body.length > 0) {
    await native.InsertRawAsyncConnection(connection, query, body, false);
    return Buffer.alloc(0);
  }
  const params = [...url.searchParams].flatMap(([name, value]) =>
    name.startsWith('param_') ? [[name.slice(6), value]] : [],
  );
  const bound = params.length > 0 ? Object.fromEntries(params) : undefined;
  const sql = query ?? body.toString('utf8');
  return (await native.QueryAsyncConnection(connection, sql, 'TabSeparated', bound)).bytes;
}

const server = createServer((request, response) => {
  const next = turn.then(() => answer(request));
  turn = next.catch(() => undefined);
  next.then(
    (bytes) => response.end(bytes),
    (error: Error) => {
      const text = /Code: \d+\..*/s.exec(error.message)?.[0] ?? error.message;
      response.statusCode = 500;
      response.end(text);
    },
  );
});
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.stdin.resume();
process.stdin.on('end', () => {
  server.close();
  for (const session of sessions.values()) session.close();
  rmSync(folder, { recursive: true, force: true });
  process.exit(0);
});
