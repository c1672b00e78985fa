import { mkdir } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { MopsError } from '@openmops/domain/shared';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { ClientBase } from 'pg';
import { PglitePool } from './pglite-pool.ts';
import { pgTypes } from './type-parsers.ts';
import type { WatchLimits } from './watch-pool.ts';

export type RecordsSource = {
  databaseUrl: string | null;
  /** Data folder of the embedded default; null: in memory (tests). */
  folder: string | null;
  /** A PGlite dump to begin with (tests, restore). */
  dump?: string;
  /** The tables as they were after these migrations, for rows of an older version; else the newest. */
  migrations?: readonly string[];
  /** Other limits than the usual ones (tests). */
  limits?: Partial<Limits>;
  watch?: Partial<WatchLimits>;
  onError?: (error: Error) => void;
};

/** For how long PostgreSQL works on one statement, and keeps a transaction that says nothing, in ms. */
type Limits = { statementMs: number; idleMs: number; connectMs: number };
const LIMITS: Limits = { statementMs: 30_000, idleMs: 60_000, connectMs: 10_000 };

/** The pool over the chosen engine, and which one it is. */
export async function openPool(
  source: RecordsSource,
): Promise<{ pool: PostgresPool; engine: 'pglite' | 'postgres' }> {
  if (source.databaseUrl) return { pool: await openPostgres(source), engine: 'postgres' };
  const path = source.folder ? join(source.folder, 'records') : null;
  if (path) await mkdir(path, { recursive: true, mode: 0o700 });
  return {
    pool: await PglitePool.open({ path, dump: source.dump ?? null }),
    engine: 'pglite',
  };
}

async function openPostgres(source: RecordsSource): Promise<PostgresPool> {
  const url = new URL(source.databaseUrl ?? '');
  const limits = { ...LIMITS, ...source.limits };
  const { default: pg } = await import('pg');
  const pool = new pg.Pool({
    connectionString: withoutTlsParameters(url),
    max: 10,
    connectionTimeoutMillis: limits.connectMs,
    statement_timeout: limits.statementMs,
    idle_in_transaction_session_timeout: limits.idleMs,
    types: pgTypes((oid) => pg.types.getTypeParser(oid)),
    ...(needsTls(url) ? { ssl: { rejectUnauthorized: true } } : {}),
    application_name: 'openmops',
  });
  // Without listeners, a restart of PostgreSQL would end this process: the pool's hears of idle
  // connections, each connection's own of those in use.
  const lost = new WeakMap<ClientBase, Error>();
  pool.on('error', (error) => source.onError?.(error));
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      if (!lost.has(client)) lost.set(client, error);
      source.onError?.(error);
    }),
  );
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw new MopsError(
      'PRECONDITION',
      `PostgreSQL at ${url.host || 'DATABASE_URL'} does not answer: ${(error as Error).message}`,
      'Check DATABASE_URL: address, user, password, and that the server speaks TLS with a valid certificate.',
    );
  }
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: async () => {
      const client = await pool.connect().catch((error) => {
        throw inWords(error, limits);
      });
      const query = async (text: string, values: unknown[]) => {
        try {
          return await client.query(text, values);
        } catch (error) {
          // The first error of a lost connection tells why; the ones after it only that it is gone.
          throw inWords(lost.get(client) ?? error, limits, error);
        }
      };
      return {
        query: query as unknown as PostgresPoolClient['query'],
        // A lost connection is not given to the next one who asks.
        release: (destroy) => client.release(destroy || lost.has(client)),
      };
    },
  };
}

/** PostgreSQL's refusals that somebody can act on, by SQLSTATE or the driver's code. */
const REFUSALS: Record<string, (limits: Limits) => [message: string, hint: string]> = {
  '57014': ({ statementMs }) => [
    `PostgreSQL stopped a statement after ${statementMs / 1000} s. Nothing of it was kept.`,
    'Try again. If it stays so, look for locks and load on the PostgreSQL server.',
  ],
  '25P03': ({ idleMs }) => [
    `PostgreSQL ended a transaction that was idle for ${idleMs / 1000} s. Nothing of it was kept.`,
    'Try again. If it stays so, look at the load of the OpenMOps process.',
  ],
  '53300': () => [
    'PostgreSQL has no connection left.',
    'Raise its max_connections, or run fewer OpenMOps processes (each uses up to 10).',
  ],
  ECONNREFUSED: () => ['PostgreSQL cannot be reached.', 'Start it, or correct DATABASE_URL.'],
  BUSY: ({ connectMs }) => [
    `No connection to PostgreSQL became free within ${connectMs / 1000} s.`,
    'Try again. If it stays so, look for locks and load on the PostgreSQL server.',
  ],
};

/** Status 503: the same call may work in a while. What is not known stays as it is. */
function inWords(reason: unknown, limits: Limits, otherwise: unknown = reason): unknown {
  const { code, message } = reason as { code?: string; message?: string };
  const busy = message?.startsWith('timeout exceeded when trying to connect');
  const words = REFUSALS[busy ? 'BUSY' : (code ?? '')];
  if (!words) return otherwise;
  const [said, hint] = words(limits);
  // INTERNAL: not the caller's fault, so that an import that met it can go on later.
  const error = new MopsError('INTERNAL', said, hint, { status: 503, retryAfterSeconds: 5 });
  return Object.assign(error, { cause: reason });
}

/** Every address but this machine is spoken to with TLS and a verified certificate. */
export function needsTls(url: URL): boolean {
  const host = url.searchParams.get('host') ?? url.hostname;
  return !(
    host === '' ||
    host.startsWith('/') ||
    host === 'localhost' ||
    host === '[::1]' ||
    host === '::1' ||
    (isIP(host) === 4 && host.startsWith('127.'))
  );
}

/** `sslmode=no-verify` and the like must not switch the verification off. */
function withoutTlsParameters(url: URL): string {
  const clean = new URL(url);
  for (const name of ['sslmode', 'ssl', 'sslnegotiation', 'uselibpqcompat']) {
    clean.searchParams.delete(name);
  }
  return clean.href;
}
