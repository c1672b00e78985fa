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
  const turn = before.then(() => instance.records.alone(`imports:${workspaceId}`, work));
  const settled = turn.catch(() => {});
  byWorkspace.set(workspaceId, settled);
  try {
    return await turn;
  } finally {
    if (byWorkspace.get(workspaceId) === settled) byWorkspace.delete(workspaceId);
  }
}
