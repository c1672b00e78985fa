import { MopsError } from '@openmops/domain/shared';
import type { StreamSchema } from '@openmops/domain/streams';
import { sql } from 'kysely';
import { newId } from '../../stores/records/new-id.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { StreamKind, StreamTable } from '../../stores/records/schema.ts';

type AnyDb = Db | Trx;

/** A stream as it is kept. */
export type Stream = {
  id: string;
  source: string;
  name: string;
  kind: StreamKind;
  mode: StreamTable['mode'];
  key: readonly (readonly string[])[];
  cursor: readonly string[] | null;
  schema: Readonly<Record<string, unknown>> | null;
  hardDelete: boolean;
  activeVersion: number | null;
  fromChunk: number;
  highestCursor: number | null;
  pack: string | null;
  mappedChunk: number;
  rowsArrived: number;
  lastReceivedAt: Date | null;
  openRun: string | null;
};

/** PostgreSQL has no NUL in JSON, and no halves of characters: a name or a text of a schema shows a sign for them. */
const json = (value: unknown) =>
  JSON.stringify(value).replaceAll(/\\\\|\\u(?:0000|d[89a-f][0-9a-f]{2})/g, (found) =>
    found === '\\\\' ? found : '\ufffd',
  );

function streams(db: AnyDb, workspaceId: string) {
  return db.selectFrom('streams').selectAll().where('workspace_id', '=', workspaceId);
}

type StreamRow = Awaited<ReturnType<ReturnType<typeof streams>['execute']>>[number];

function toStream(row: StreamRow): Stream {
  return {
    id: row.id,
    source: row.source,
    name: row.name,
    kind: row.kind,
    mode: row.mode,
    key: row.key,
    cursor: row.cursor,
    schema: row.schema,
    hardDelete: row.hard_delete,
    activeVersion: row.active_version,
    fromChunk: row.from_chunk,
    highestCursor: row.highest_cursor,
    pack: row.pack,
    mappedChunk: row.mapped_chunk,
    rowsArrived: row.rows_arrived,
    lastReceivedAt: row.last_received_at,
    openRun: row.open_run,
  };
}

export async function allStreams(db: AnyDb, workspaceId: string): Promise<Stream[]> {
  const rows = await streams(db, workspaceId).orderBy('source').orderBy('name').execute();
  return rows.map(toStream);
}

export async function findStream(
  db: AnyDb,
  workspaceId: string,
  id: string,
): Promise<Stream | null> {
  const row = await streams(db, workspaceId).where('id', '=', id).executeTakeFirst();
  return row ? toStream(row) : null;
}

/** @throws MopsError NOT_FOUND */
export async function heldStream(db: AnyDb, workspaceId: string, id: string): Promise<Stream> {
  const stream = await findStream(db, workspaceId, id);
  if (stream) return stream;
  throw new MopsError('NOT_FOUND', 'There is no such stream.', 'The list of streams shows all.');
}

/** The stream of a name, made where there is none, held so that no other run takes it meanwhile. */
export async function holdStream(
  trx: Trx,
  workspaceId: string,
  given: { source: string; kind: StreamKind; schema: StreamSchema },
): Promise<Stream> {
  const { source, kind, schema } = given;
  await trx
    .insertInto('streams')
    .values({
      id: newId('st'),
      workspace_id: workspaceId,
      source,
      name: schema.stream,
      kind,
      mode: schema.mode,
      key: json(schema.key),
      cursor: schema.cursor === null ? null : json(schema.cursor),
      schema: schema.schema === null ? null : json(schema.schema),
    })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'source', 'name']).doNothing())
    .execute();
  const row = await streams(trx, workspaceId)
    .where('source', '=', source)
    .where('name', '=', schema.stream)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return toStream(row);
}

export async function setOpenRun(
  trx: Trx,
  workspaceId: string,
  given: { streamId: string; runId: string },
): Promise<void> {
  await trx
    .updateTable('streams')
    .set({ open_run: given.runId })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', given.streamId)
    .execute();
}

/** What a commit changes about a stream. */
export type StreamChange = {
  streamId: string;
  rows: number;
  schema: StreamSchema;
  kind: StreamKind;
  hardDelete: boolean;
  activeVersion: number | null;
  fromChunk: number;
  highestCursor: number | null;
  receivedAt: Date | null;
};

export async function changeStream(
  trx: Trx,
  workspaceId: string,
  change: StreamChange,
): Promise<void> {
  const { schema } = change;
  await trx
    .updateTable('streams')
    .set({
      kind: change.kind,
      mode: schema.mode,
      key: json(schema.key),
      cursor: schema.cursor === null ? null : json(schema.cursor),
      // A carrier that knows no schema does not take away one that was said before.
      ...(schema.schema === null ? {} : { schema: json(schema.schema) }),
      hard_delete: change.hardDelete,
      active_version: change.activeVersion,
      from_chunk: change.fromChunk,
      highest_cursor: change.highestCursor,
      rows_arrived: sql`rows_arrived + ${change.rows}`,
      ...(change.receivedAt === null ? {} : { last_received_at: change.receivedAt }),
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', change.streamId)
    .execute();
}

/** Names a chunk before its rows are written. */
export async function openChunk(
  trx: Trx,
  workspaceId: string,
  given: { streamId: string; runId: string; rows: number; bytes: number; at: Date },
): Promise<number> {
  const { chunk } = await trx
    .insertInto('stream_chunks')
    .values({
      workspace_id: workspaceId,
      stream_id: given.streamId,
      run_id: given.runId,
      state: 'open',
      rows: given.rows,
      bytes: given.bytes,
      at: given.at,
    })
    .returning('chunk')
    .executeTakeFirstOrThrow();
  return chunk;
}

export async function confirmChunks(
  trx: Trx,
  workspaceId: string,
  chunks: readonly number[],
): Promise<void> {
  if (chunks.length === 0) return;
  await trx
    .updateTable('stream_chunks')
    .set({ state: 'confirmed' })
    .where('workspace_id', '=', workspaceId)
    .where('chunk', 'in', chunks)
    .execute();
}

/** Chunks of a stream that are not shown. */
export async function hiddenChunks(
  db: AnyDb,
  workspaceId: string,
  streamId: string,
): Promise<number[]> {
  const rows = await db
    .selectFrom('stream_chunks')
    .select('chunk')
    .where('workspace_id', '=', workspaceId)
    .where('stream_id', '=', streamId)
    .where('state', '!=', 'confirmed')
    .orderBy('chunk')
    .execute();
  return rows.map((row) => row.chunk);
}

/** Keeps what a source says of how far it was read: the newest of each stream, and of all. */
export async function saveStates(
  trx: Trx,
  workspaceId: string,
  given: { source: string; states: readonly { stream: string | null; text: string }[]; at: Date },
): Promise<void> {
  const newest = new Map(given.states.map((state) => [state.stream ?? '', state.text]));
  for (const [stream, value] of newest)
    await trx
      .insertInto('stream_states')
      .values({ workspace_id: workspaceId, source: given.source, stream, value, at: given.at })
      .onConflict((conflict) =>
        conflict.columns(['workspace_id', 'source', 'stream']).doUpdateSet({ value, at: given.at }),
      )
      .execute();
}

export async function listStates(
  db: AnyDb,
  workspaceId: string,
  source: string,
): Promise<{ stream: string | null; value: string }[]> {
  const rows = await db
    .selectFrom('stream_states')
    .select(['stream', 'value'])
    .where('workspace_id', '=', workspaceId)
    .where('source', '=', source)
    .orderBy('stream')
    .execute();
  return rows.map(({ stream, value }) => ({ stream: stream || null, value }));
}

export type Reject = {
  id: string;
  stream: string | null;
  line: number | null;
  field: string | null;
  reason: string;
  message: string;
  text: string;
  bytes: number;
};

export async function saveRejects(
  trx: Trx,
  workspaceId: string,
  given: { source: string; runId: string; rejects: readonly Reject[]; at: Date },
): Promise<void> {
  const { source, runId, rejects, at } = given;
  if (rejects.length === 0) return;
  await trx
    .insertInto('stream_rejects')
    .values(
      rejects.map((one) => ({ ...one, workspace_id: workspaceId, source, run_id: runId, at })),
    )
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'id']).doUpdateSet({ run_id: runId, at }),
    )
    .execute();
}

/** The last chunk of a stream that was named; 0: none was. */
export async function highestChunk(
  db: AnyDb,
  workspaceId: string,
  streamId: string,
): Promise<number> {
  const row = await db
    .selectFrom('stream_chunks')
    .select(({ fn }) => fn.max('chunk').as('chunk'))
    .where('workspace_id', '=', workspaceId)
    .where('stream_id', '=', streamId)
    .executeTakeFirst();
  return Number(row?.chunk ?? 0);
}

export type StreamMapped = {
  sourceName: string | null;
  mappedAt: Date | null;
  /** Why the last mapping failed. */
  error: string | null;
  /** Records that stand aside. */
  aside: number;
};

/** What has become of the rows of each stream. */
export async function mappedStreams(
  db: AnyDb,
  workspaceId: string,
): Promise<Map<string, StreamMapped>> {
  const rows = await db
    .selectFrom('stream_mappings')
    .select(['stream_id', 'source_name', 'mapped_at', 'error', 'reasons'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  return new Map(
    rows.map((row) => [
      row.stream_id,
      {
        sourceName: row.source_name,
        mappedAt: row.mapped_at,
        error: row.error,
        // A record may have several reasons.
        aside: Math.max(0, ...row.reasons.map((reason) => (reason as { rows: number }).rows)),
      },
    ]),
  );
}
