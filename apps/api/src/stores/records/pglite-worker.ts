/**
 * PGlite in a thread of its own, so that a long statement never stops the server's event loop.
 * chDB must not be loaded here: a worker thread that has loaded it hangs it for the whole process.
 */
import { openAsBlob } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { PGLITE_PARSERS } from './type-parsers.ts';

export type WorkerStart = {
  /** Folder of the database; null: in memory. */
  path: string | null;
  /** A dump made by `dump`, to begin with. */
  dump: string | null;
};
export type WorkerRequest =
  | { id: number; kind: 'query'; sql: string; parameters: unknown[] }
  | { id: number; kind: 'script'; sql: string }
  | { id: number; kind: 'dump'; path: string }
  | { id: number; kind: 'close' };
export type WorkerAnswer = {
  id: number;
  rows?: unknown[];
  rowCount?: number;
  error?: Record<string, unknown>;
};

const port = parentPort;
if (!port) throw new Error('pglite-worker.ts runs as a worker thread only.');
const start = workerData as WorkerStart;

/** PostgreSQL's usual 128 MB would lie there untouched by records of this size. */
const SMALL = ['-c', 'shared_buffers=16MB'];

const pglite = await PGlite.create({
  startParams: [...PGlite.defaultStartParams, ...SMALL],
  ...(start.path ? { dataDir: start.path } : {}),
  ...(start.dump ? { loadDataDir: await openAsBlob(start.dump) } : {}),
  parsers: PGLITE_PARSERS,
});

port.on('message', async (request: WorkerRequest) => {
  try {
    port.postMessage({ id: request.id, ...(await answer(request)) } satisfies WorkerAnswer);
  } catch (error) {
    port.postMessage({ id: request.id, error: plainError(error) } satisfies WorkerAnswer);
  }
});
port.postMessage({ id: 0 } satisfies WorkerAnswer);

async function answer(request: WorkerRequest): Promise<{ rows?: unknown[]; rowCount?: number }> {
  if (request.kind === 'query') {
    const result = await pglite.query(request.sql, request.parameters);
    return { rows: result.rows, rowCount: result.affectedRows ?? 0 };
  }
  if (request.kind === 'script') {
    const results = await pglite.exec(request.sql);
    return { rows: results.flatMap((result) => result.rows) };
  }
  if (request.kind === 'dump') {
    const dump = await pglite.dumpDataDir('none');
    await writeFile(request.path, Buffer.from(await dump.arrayBuffer()));
  }
  if (request.kind === 'close') await pglite.close();
  return {};
}

/** PostgreSQL's own fields survive the way between the threads; `query` and `params` stay here. */
function plainError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const fields: Record<string, unknown> = { message: error.message };
  for (const key of [
    'code',
    'detail',
    'hint',
    'table',
    'column',
    'constraint',
    'schema',
  ] as const) {
    const value = (error as unknown as Record<string, unknown>)[key];
    if (value !== undefined) fields[key] = value;
  }
  return fields;
}
