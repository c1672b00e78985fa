import type { Instance } from '../../instance.ts';
import { DIED, isAlive } from './claim-stream.ts';
import { discardedChunks, endRun, forgetChunks, runningRuns } from './runs.queries.ts';

/**
 * At start: ends runs whose process has died, and takes the rows away that they had not confirmed.
 * Until then such rows are there, but never shown.
 */
export async function recoverRuns(instance: Instance): Promise<{ ended: number }> {
  const { records } = instance;
  let ended = 0;
  for (const run of await runningRuns(records.system.db)) {
    if (isAlive(instance, run)) continue;
    ended++;
    await records.scoped(run.workspaceId).transaction((trx) =>
      endRun(trx, run.workspaceId, {
        id: run.id,
        state: 'stopped',
        error: DIED,
        at: new Date(instance.now()),
      }),
    );
  }
  await discardChunks(instance);
  return { ended };
}

/**
 * Takes the rows of discarded chunks away, of all runs or of one. Where several processes share the
 * stores, one that was thought dead may still write its last chunk: there they stay named, and hidden.
 */
export async function discardChunks(instance: Instance, runId?: string): Promise<void> {
  const { records, facts, folder } = instance;
  const byStream = new Map<string, { workspaceId: string; streamId: string; chunks: number[] }>();
  for (const { workspaceId, streamId, chunk } of await discardedChunks(records.system.db, runId)) {
    const one = byStream.get(streamId) ?? { workspaceId, streamId, chunks: [] };
    one.chunks.push(chunk);
    byStream.set(streamId, one);
  }
  const alone = records.engine === 'pglite' || folder !== null;
  for (const { workspaceId, streamId, chunks } of byStream.values()) {
    await facts.raw.discard(workspaceId, streamId, chunks);
    if (!alone) continue;
    await records
      .scoped(workspaceId)
      .transaction((trx) => forgetChunks(trx, workspaceId, chunks), { quiet: true });
  }
}
