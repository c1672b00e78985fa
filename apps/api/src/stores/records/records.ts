import { Kysely, PostgresDialect, type PostgresPool, sql, type Transaction } from 'kysely';
import { type HoldLock, holdLock } from './hold-lock.ts';
import { migrate } from './migrate.ts';
import { openPool, type RecordsSource } from './open.ts';
import type { Database } from './schema.ts';
import { watchPool } from './watch-pool.ts';

export type Db = Kysely<Database>;
export type Trx = Transaction<Database>;

/** What one workspace, or OpenMOps itself, may do with the records. */
export type RecordsView = {
  /** Reads; every statement is a read-only transaction of its own, so nothing is held between them. */
  db: Db;
  /**
   * All or nothing, under row-level security. Keep it short: PGlite runs one at a time. `quiet`: it
   * changes nothing that an answer depends on, so what is remembered stays. `snapshot`: all its
   * statements see one moment.
   */
  transaction<T>(
    work: (trx: Trx) => Promise<T>,
    options?: { quiet?: boolean; snapshot?: boolean },
  ): Promise<T>;
};

export type Records = {
  engine: 'pglite' | 'postgres';
  /** Only the rows of one workspace can be seen or written. */
  scoped(workspaceId: string): RecordsView;
  /** Everything; for sign-in, start-up and other work of the instance itself. */
  system: RecordsView;
  /** The bare connection for the accounts library: its tables only. */
  raw: Db;
  /** A statement of the jobs library, in its own schema; of several, the rows of all. */
  statement(text: string, values?: readonly unknown[]): Promise<{ rows: unknown[] }>;
  /** Runs work that no other process may do meanwhile. PGlite has one process. */
  alone: HoldLock;
  /** Grows with every committed transaction of this process. */
  version(): number;
  /** Throws when the store does not answer, with the reason; never waits longer than a few seconds. */
  health(): Promise<void>;
  close(): Promise<void>;
};

const WORKSPACE_ID = /^[a-z0-9_]{1,64}$/;

/** Opens the record store and brings it to the newest version, or to the one that is named. */
export async function openRecords(source: RecordsSource): Promise<Records> {
  const { pool: bare, engine } = await openPool(source);
  // PostgreSQL limits the time of statements itself, except of those that wait for another process.
  const patience = engine === 'postgres' ? { statementMs: Number.POSITIVE_INFINITY } : {};
  const { pool, check } = watchPool(bare, { ...patience, ...source.watch });
  const raw = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(raw as unknown as Kysely<unknown>, engine, source.migrations);
  } catch (error) {
    await raw.destroy();
    throw error;
  }
  let committed = 0;
  const onCommit = () => void committed++;
  return {
    engine,
    raw,
    alone: engine === 'postgres' ? holdLock(raw as never) : (_name, work) => work(),
    statement: (text, values = []) => statement(pool, text, values),
    version: () => committed,
    system: view(pool, raw, { role: 'openmops_system', workspaceId: '', onCommit }),
    scoped: (workspaceId) => {
      if (!WORKSPACE_ID.test(workspaceId)) throw new Error('A workspace id is needed.');
      return view(pool, raw, { role: 'openmops_app', workspaceId, onCommit });
    },
    health: check,
    close: () => raw.destroy(),
  };
}

async function statement(pool: PostgresPool, text: string, values: readonly unknown[]) {
  const client = await pool.connect();
  try {
    // The drivers answer several statements with several results.
    const results = [await client.query(text, [...values])].flat() as { rows?: unknown[] }[];
    return { rows: results.flatMap((result) => result.rows ?? []) };
  } catch (error) {
    // A script that fails leaves its transaction open.
    await client.query('rollback', []).catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

type Context = { role: 'openmops_app' | 'openmops_system'; workspaceId: string };
type Watched = Context & { onCommit: () => void };

function view(pool: PostgresPool, raw: Db, context: Watched): RecordsView {
  return {
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool: readPool(pool, context) }) }),
    transaction: async (work, options) => {
      const plain = raw.transaction();
      const begin = options?.snapshot ? plain.setIsolationLevel('repeatable read') : plain;
      const result = await begin.execute(async (trx) => {
        await sql.raw(contextSql(context)).execute(trx);
        return work(trx);
      });
      if (!options?.quiet) context.onCommit();
      return result;
    },
  };
}

/** Both parts are fixed words or checked ids, so the text is safe. */
function contextSql({ role, workspaceId }: Context): string {
  return `select set_config('role', '${role}', true), set_config('openmops.workspace', '${workspaceId}', true)`;
}

/** A pool whose connections are inside a read-only transaction of the context while they are held. */
function readPool(pool: PostgresPool, context: Context): PostgresPool {
  return {
    options: pool.options,
    connect: async () => {
      const client = await pool.connect();
      try {
        await client.query(`begin read only; ${contextSql(context)}`, []);
      } catch (error) {
        client.release(true);
        throw error;
      }
      return {
        query: client.query.bind(client) as typeof client.query,
        release: (destroy?: boolean) => {
          if (destroy) return client.release(true);
          client.query('rollback', []).then(
            () => client.release(),
            () => client.release(true),
          );
        },
      };
    },
    end: async () => {},
  };
}

/**
 * Part of a workspace's transaction that needs the tables of the whole instance (people). The walls
 * are down inside `work`, so every statement in it names its workspace itself.
 */
export async function elevated<T>(trx: Trx, work: () => Promise<T>): Promise<T> {
  await sql`select set_config('role', 'openmops_system', true)`.execute(trx);
  const result = await work();
  await sql`select set_config('role', 'openmops_app', true)`.execute(trx);
  return result;
}
