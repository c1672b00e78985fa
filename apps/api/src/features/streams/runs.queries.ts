import type { Db, Trx } from '../../stores/records/records.ts';
import type { StreamKind, StreamRunState } from '../../stores/records/schema.ts';

type AnyDb = Db | Trx;

export async function addRun(
  trx: Trx,
  workspaceId: string,
  run: { id: string; source: string; kind: StreamKind; at: Date },
): Promise<void> {
  await trx
    .insertInto('stream_runs')
    .values({
      id: run.id,
      workspace_id: workspaceId,
      source: run.source,
      kind: run.kind,
      state: 'running',
      started_at: run.at,
      beat_at: run.at,
      ended_at: null,
      streams: '{}',
      error: null,
    })
    .execute();
}

export type RunCounts = {
  rows: number;
  rejected: number;
  bytes: number;
  streams: Record<string, number>;
};

/** Says that the run lives, and how far it is; false: it is not running any more. */
export async function beatRun(
  trx: Trx,
  workspaceId: string,
  run: { id: string; at: Date; counts: RunCounts | null },
): Promise<boolean> {
  const { counts } = run;
  const { numUpdatedRows } = await trx
    .updateTable('stream_runs')
    .set({
      beat_at: run.at,
      ...(counts ? { ...counts, streams: JSON.stringify(counts.streams) } : {}),
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', run.id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends a run and lets go of its streams; what it wrote and did not confirm is never shown. */
export async function endRun(
  trx: Trx,
  workspaceId: string,
  run: { id: string; state: Exclude<StreamRunState, 'running'>; error: string | null; at: Date },
): Promise<void> {
  await trx
    .updateTable('stream_runs')
    .set({ state: run.state, error: run.error, ended_at: run.at })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', run.id)
    .execute();
  await trx
    .updateTable('streams')
    .set({ open_run: null })
    .where('workspace_id', '=', workspaceId)
    .where('open_run', '=', run.id)
    .execute();
  await trx
    .updateTable('stream_chunks')
    .set({ state: 'discarded' })
    .where('workspace_id', '=', workspaceId)
    .where('run_id', '=', run.id)
    .where('state', '=', 'open')
    .execute();
}

export async function findRun(db: AnyDb, workspaceId: string, id: string) {
  return db
    .selectFrom('stream_runs')
    .select(['id', 'source', 'kind', 'state', 'started_at', 'beat_at'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Runs of all workspaces that have not ended. */
export async function runningRuns(
  db: Db,
): Promise<{ id: string; workspaceId: string; beatAt: Date }[]> {
  const rows = await db
    .selectFrom('stream_runs')
    .select(['id', 'workspace_id', 'beat_at'])
    .where('state', '=', 'running')
    .execute();
  return rows.map((row) => ({ id: row.id, workspaceId: row.workspace_id, beatAt: row.beat_at }));
}

/** Chunks that were never confirmed, of all workspaces or of one run. */
export async function discardedChunks(
  db: Db,
  runId?: string,
): Promise<{ workspaceId: string; streamId: string; chunk: number }[]> {
  const rows = await db
    .selectFrom('stream_chunks')
    .select(['workspace_id', 'stream_id', 'chunk'])
    .where('state', '=', 'discarded')
    .$if(runId !== undefined, (query) => query.where('run_id', '=', runId ?? ''))
    .execute();
  return rows.map((row) => ({
    workspaceId: row.workspace_id,
    streamId: row.stream_id,
    chunk: row.chunk,
  }));
}

export async function forgetChunks(
  trx: Trx,
  workspaceId: string,
  chunks: readonly number[],
): Promise<void> {
  if (chunks.length === 0) return;
  await trx
    .deleteFrom('stream_chunks')
    .where('workspace_id', '=', workspaceId)
    .where('state', '=', 'discarded')
    .where('chunk', 'in', chunks)
    .execute();
}

/** The newest runs of a source first. */
export async function runsOfSource(
  db: AnyDb,
  workspaceId: string,
  asked: { source: string; limit: number },
) {
  return db
    .selectFrom('stream_runs')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('source', '=', asked.source)
    .orderBy('started_at', 'desc')
    .orderBy('ended_at', 'desc')
    .orderBy('id', 'desc')
    .limit(asked.limit)
    .execute();
}
