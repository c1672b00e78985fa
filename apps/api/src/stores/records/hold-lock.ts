import { AsyncLocalStorage } from 'node:async_hooks';
import { type Kysely, sql } from 'kysely';

export type HoldLock = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Each holds a connection while it works, and the work needs others; work inside of it holds one more. */
const MAX_HELD = 3;
const inside = new AsyncLocalStorage<boolean>();

/**
 * Runs work while no other process of the same PostgreSQL runs work of that name. The lock goes with
 * the connection, so a killed process leaves none. Within a process, callers take turns themselves. Who
 * holds a lock takes another without a turn: all who hold one would else wait for each other.
 */
export function holdLock(raw: Kysely<unknown>): HoldLock {
  let held = 0;
  const waiting: (() => void)[] = [];
  const takeTurn = async () => {
    if (held >= MAX_HELD) await new Promise<void>((resolve) => waiting.push(resolve));
    else held++;
  };
  const giveTurn = () => {
    const next = waiting.shift();
    if (next) next();
    else held--;
  };
  return async (name, work) => {
    const first = inside.getStore() !== true;
    if (first) await takeTurn();
    const key = sql`hashtextextended(${name}, 0)`;
    try {
      return await raw.connection().execute(async (connection) => {
        // Another process may be at it for as long as a large file takes.
        await sql`set statement_timeout = 0`.execute(connection);
        await sql`select pg_advisory_lock(${key})`.execute(connection);
        try {
          return await inside.run(true, work);
        } finally {
          await sql`select pg_advisory_unlock(${key})`.execute(connection);
          await sql`reset statement_timeout`.execute(connection);
        }
      });
    } finally {
      if (first) giveTurn();
    }
  };
}
