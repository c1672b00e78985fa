import type { Instance } from '../../instance.ts';

const turns = new WeakMap<Instance, Map<string, Promise<unknown>>>();

/**
 * Runs work on the facts of a workspace after all work that was asked for before: imports and
 * undos of one workspace never overlap. Processes that share a PostgreSQL wait for each other too.
 */
export function inTurn<T>(
  instance: Instance,
  workspaceId: string,
  work: () => Promise<T>,
): Promise<T> {
  return oneByOne(instance, workspaceId, () =>
    instance.records.alone(`imports:${workspaceId}`, work),
  );
}

/** Runs work of one name after all work of that name that this process was asked for before. */
export async function oneByOne<T>(
  instance: Instance,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const byName = turns.get(instance) ?? new Map<string, Promise<unknown>>();
  turns.set(instance, byName);
  const before = byName.get(name) ?? Promise.resolve();
  const turn = before.then(work);
  const settled = turn.catch(() => {});
  byName.set(name, settled);
  try {
    return await turn;
  } finally {
    if (byName.get(name) === settled) byName.delete(name);
  }
}
