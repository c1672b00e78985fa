import { mkdir } from 'node:fs/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { MopsError } from '@openmops/domain/shared';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { PglitePool } from './pglite-pool.ts';
import { pgTypes } from './type-parsers.ts';

export type RecordsSource = {
  databaseUrl: string | null;
  /** Data folder of the embedded default; null: in memory (tests). */
  folder: string | null;
  /** A PGlite dump to begin with (tests, restore). */
  dump?: string;
  onError?: (error: Error) => void;
};

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
  const pool = new pg.Pool({
    connectionString: withoutTlsParameters(url),
    max: 10,
    connectionTimeoutMillis: 10_000,
    types: pgTypes((oid) => pg.types.getTypeParser(oid)),
    ...(needsTls(url) ? { ssl: { rejectUnauthorized: true } } : {}),
    application_name: 'openmops',
  });
  // Without listeners, a restart of PostgreSQL would end this process: the pool's hears of idle
  // connections, each connection's own of those in use.
  const lost = new WeakSet<pg.ClientBase>();
  pool.on('error', (error) => source.onError?.(error));
  pool.on('connect', (client) =>
    client.on('error', (error) => {
      lost.add(client);
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
      const client = await pool.connect();
      return {
        query: client.query.bind(client) as unknown as PostgresPoolClient['query'],
        // A lost connection is not given to the next one who asks.
        release: (destroy) => client.release(destroy || lost.has(client)),
      };
    },
  };
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
