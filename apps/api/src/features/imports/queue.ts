import { sql } from 'kysely';
import type { Instance } from '../../instance.ts';

const turns = new WeakMap<Instance, Map<string, Promise<unknown>>>();

/**
 * Runs work on the facts of a workspace after all work that was asked for before: imports and
 * undos of one workspace never overlap. Processes that share a PostgreSQL wait for each other too.
 */
export async function inTurn<T>(
  instance: Instance,
  workspaceId: string,
  work: () => Promise<T>,
): Promise<T> {
  const byWorkspace = turns.get(instance) ?? new Map<string, Promise<unknown>>();
  turns.set(instance, byWorkspace);
  const before = byWorkspace.get(workspaceId) ?? Promise.resolve();
  const turn = before.then(() => locked(instance, workspaceId, work));
  const settled = turn.catch(() => {});
  byWorkspace.set(workspaceId, settled);
  try {
    return await turn;
  } finally {
    if (byWorkspace.get(workspaceId) === settled) byWorkspace.delete(workspaceId);
  }
}

/** PGlite has one connection, and one process: the turn is enough there. */
async function locked<T>(
  instance: Instance,
  workspaceId: string,
  work: () => Promise<T>,
): Promise<T> {
  const { engine, raw } = instance.records;
  if (engine !== 'postgres') return work();
  const key = sql`hashtextextended(${`imports:${workspaceId}`}, 0)`;
  return raw.connection().execute(async (connection) => {
    await sql`select pg_advisory_lock(${key})`.execute(connection);
    try {
      return await work();
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(connection);
    }
  });
}
