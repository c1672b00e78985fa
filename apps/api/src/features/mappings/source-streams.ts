import type { Db, Trx } from '../../stores/records/records.ts';

type AnyDb = Db | Trx;

/** What is known of a stream that is to be mapped. */
export type SourceStream = {
  id: string;
  source: string;
  name: string;
  /** Paths of its key, as the source declares it. */
  key: readonly (readonly string[])[];
  schema: Readonly<Record<string, unknown>> | null;
  activeVersion: number | null;
  fromChunk: number;
  lastReceivedAt: Date | null;
};

function streams(db: AnyDb, workspaceId: string) {
  return db
    .selectFrom('streams')
    .select([
      'id',
      'source',
      'name',
      'key',
      'schema',
      'active_version',
      'from_chunk',
      'last_received_at',
      'rows_arrived',
    ])
    .where('workspace_id', '=', workspaceId);
}

type StreamRow = Awaited<ReturnType<ReturnType<typeof streams>['execute']>>[number];

const toSource = (row: StreamRow): SourceStream => ({
  id: row.id,
  source: row.source,
  name: row.name,
  key: row.key,
  schema: row.schema,
  activeVersion: row.active_version,
  fromChunk: row.from_chunk,
  lastReceivedAt: row.last_received_at,
});

export async function sourceStreams(db: AnyDb, workspaceId: string): Promise<SourceStream[]> {
  const rows = await streams(db, workspaceId).orderBy('source').orderBy('name').execute();
  return rows.map(toSource);
}

export async function sourceStream(
  db: AnyDb,
  workspaceId: string,
  id: string,
): Promise<SourceStream | null> {
  const row = await streams(db, workspaceId).where('id', '=', id).executeTakeFirst();
  return row ? toSource(row) : null;
}

/** Chunks of a stream that are not shown, and up to which one all others are. */
export async function visibleChunks(
  db: AnyDb,
  workspaceId: string,
  streamId: string,
): Promise<{ hidden: number[]; upTo: number }> {
  const rows = await db
    .selectFrom('stream_chunks')
    .select(['chunk', 'state'])
    .where('workspace_id', '=', workspaceId)
    .where('stream_id', '=', streamId)
    .orderBy('chunk')
    .execute();
  const open = rows.find((row) => row.state === 'open')?.chunk ?? Number.POSITIVE_INFINITY;
  const seen = rows.filter((row) => row.state === 'confirmed');
  return {
    // One that is confirmed while we read must not come in half.
    hidden: rows
      .filter((row) => row.state !== 'confirmed' || row.chunk > open)
      .map((row) => row.chunk),
    upTo: seen.filter((row) => row.chunk < open).at(-1)?.chunk ?? 0,
  };
}
