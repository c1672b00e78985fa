import { sql } from 'kysely';
import type { Instance } from '../../instance.ts';
import type { Db } from '../../stores/records/records.ts';
import { inTurn } from '../imports/queue.ts';
import { visibleChunks } from '../mappings/source-streams.ts';
import { listWorkspaces } from '../workspace/find-workspaces.ts';
import { allStreams, hiddenChunks, type Stream } from './streams.queries.ts';

/** What was replaced is asked for by those who began to read before: none of them reads for so long. */
const REST_MS = 3_600_000;
/** Streams that have got fewer rows since the last time are left for later: a fifth of what is kept. */
const LEAST_NEW = 1_000;
const LEAST_SHARE = 0.2;

/**
 * Forgets rows of streams that nobody can ask for any more (docs/adr/0020): what a look finds out of date is
 * forgotten by the look after it. Whatever a crash interrupts is done again with the same result.
 */
export async function compactStreams(
  instance: Instance,
  { stop, mostCopies }: { stop?: AbortSignal; mostCopies?: number } = {},
): Promise<{ forgotten: number }> {
  let forgotten = 0;
  for (const { id: workspaceId } of await listWorkspaces(instance.records.system.db))
    for (const stream of await allStreams(instance.records.scoped(workspaceId).db, workspaceId)) {
      stop?.throwIfAborted();
      // Not while the same stream is mapped.
      try {
        forgotten += await inTurn(instance, `${workspaceId}/${stream.id}`, () =>
          compact(instance, stream, { workspaceId, mostCopies }),
        );
      } catch (err) {
        stop?.throwIfAborted();
        // What is wrong with one stream keeps no other from its turn.
        instance.log.error({ err, workspaceId, stream: stream.id }, 'a stream is not compacted');
      }
    }
  return { forgotten };
}

async function compact(
  instance: Instance,
  stream: Stream,
  { workspaceId, mostCopies }: { workspaceId: string; mostCopies: number | undefined },
): Promise<number> {
  const { db } = instance.records.scoped(workspaceId);
  const at = { workspaceId, streamId: stream.id };
  const before = await lastLook(db, at);
  const now = new Date(instance.now());
  if (before && before.looked_at.getTime() > now.getTime() - REST_MS) return 0;
  const due =
    before !== undefined &&
    before.arrived - before.compacted >= Math.max(LEAST_NEW, (before.rows ?? 0) * LEAST_SHARE);
  const done = due
    ? await instance.facts.raw.compact({
        ...at,
        hidden: await hiddenChunks(db, workspaceId, stream.id),
        from: before.from_chunk,
        activeVersion: before.active_version,
        upTo: before.up_to,
        ...(mostCopies === undefined ? {} : { mostCopies }),
      })
    : null;
  const { upTo } = await visibleChunks(db, workspaceId, stream.id);
  const look = {
    looked_at: now,
    from_chunk: stream.fromChunk,
    active_version: stream.activeVersion,
    up_to: upTo,
    arrived: stream.rowsArrived,
    ...(done && before
      ? {
          rows: done.rows - done.dropped,
          // Otherwise it would be due only once so much new has come.
          ...(done.more ? {} : { compacted: before.arrived }),
        }
      : {}),
  };
  const dropped = done?.dropped ?? 0;
  await instance.records.scoped(workspaceId).transaction(
    (trx) =>
      trx
        .insertInto('stream_compactions')
        .values({
          workspace_id: workspaceId,
          stream_id: stream.id,
          rows: null,
          ...look,
          forgotten_at: null,
        })
        .onConflict((conflict) =>
          conflict.column('stream_id').doUpdateSet({
            ...look,
            ...(dropped > 0
              ? {
                  forgotten: sql<number>`stream_compactions.forgotten + ${dropped}`,
                  forgotten_at: now,
                }
              : {}),
          }),
        )
        .execute(),
    { quiet: true },
  );
  return dropped;
}

function lastLook(db: Db, { workspaceId, streamId }: { workspaceId: string; streamId: string }) {
  return db
    .selectFrom('stream_compactions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('stream_id', '=', streamId)
    .executeTakeFirst();
}

/** What is kept and what was forgotten, over all workspaces. */
export async function compactionSums(
  db: Db,
): Promise<{ arrived: number; forgotten: number; lookedAt: Date | null }> {
  const sums = await db
    .selectFrom('streams')
    .leftJoin('stream_compactions as c', 'c.stream_id', 'streams.id')
    .select(({ fn }) => [
      fn.coalesce(fn.sum<number>('streams.rows_arrived'), sql<number>`0`).as('arrived'),
      fn.coalesce(fn.sum<number>('c.forgotten'), sql<number>`0`).as('forgotten'),
      fn.max('c.looked_at').as('looked_at'),
    ])
    .executeTakeFirstOrThrow();
  return {
    arrived: Number(sums.arrived),
    forgotten: Number(sums.forgotten),
    lookedAt: sums.looked_at,
  };
}
