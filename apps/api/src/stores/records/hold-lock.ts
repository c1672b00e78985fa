import { type Kysely, sql } from 'kysely';

export type HoldLock = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Each holds a connection while it works, and the work needs others. */
const MAX_HELD = 4;

/**
 * Runs work while no other process of the same PostgreSQL runs work of that name. The lock goes with
 * the connection, so a killed process leaves none. Within a process, callers take turns themselves.
 */
export function holdLock(raw: Kysely<unknown>): HoldLock {
  let held = 0;
  const waiting: (() => void)[] = [];
  return async (name, work) => {
    if (held >= MAX_HELD) await new Promise<void>((resolve) => waiting.push(resolve));
    else held++;
    const key = sql`hashtextextended(${name}, 0)`;
    try {
      return await raw.connection().execute(async (connection) => {
        // Another process may be at it for as long as a large file takes.
        await sql`set statement_timeout = 0`.execute(connection);
        await sql`select pg_advisory_lock(${key})`.execute(connection);
        try {
          return await work();
        } finally {
          await sql`select pg_advisory_unlock(${key})`.execute(connection);
          await sql`reset statement_timeout`.execute(connection);
        }
      });
    } finally {
      const next = waiting.shift();
      if (next) next();
      else held--;
    }
  };
}
