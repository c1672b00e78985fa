import { sql } from 'kysely';
import type { LandedBatch } from '../../stores/facts/port.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { MappingProgress, MappingState, MappingWish, MappingWork } from './mapping-state.ts';

type AnyDb = Db | Trx;
const json = (value: unknown) => JSON.stringify(value);

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

const NEVER: MappingState = {
  pack: null,
  overrides: null,
  own: null,
  hash: '',
  generation: 0,
  mappedChunk: 0,
  recordSeq: null,
  namesHash: '',
  heard: {},
  assumedCurrency: null,
  progress: null,
  tables: [],
  datasets: [],
  factSource: null,
  sourceName: null,
  reasons: [],
  error: null,
  mappedAt: null,
};

function mappings(db: AnyDb, workspaceId: string) {
  return db.selectFrom('stream_mappings').selectAll().where('workspace_id', '=', workspaceId);
}

type MappingRow = Awaited<ReturnType<ReturnType<typeof mappings>['execute']>>[number];

const toState = (row: MappingRow): MappingState => ({
  pack: row.pack,
  overrides: row.overrides as MappingState['overrides'],
  own: row.own as MappingState['own'],
  hash: row.hash,
  generation: row.generation,
  mappedChunk: row.mapped_chunk,
  recordSeq: row.record_seq,
  namesHash: row.names_hash,
  heard: row.heard as MappingState['heard'],
  assumedCurrency: row.assumed_currency,
  progress: row.progress as MappingState['progress'],
  tables: row.tables as MappingState['tables'],
  datasets: row.datasets,
  factSource: row.fact_source,
  sourceName: row.source_name,
  reasons: row.reasons as MappingState['reasons'],
  error: row.error,
  mappedAt: row.mapped_at,
});

export async function mappingState(
  db: AnyDb,
  workspaceId: string,
  streamId: string,
): Promise<MappingState> {
  const row = await mappings(db, workspaceId).where('stream_id', '=', streamId).executeTakeFirst();
  return row ? toState(row) : NEVER;
}

export async function mappingStates(
  db: AnyDb,
  workspaceId: string,
): Promise<Map<string, MappingState>> {
  const rows = await mappings(db, workspaceId).execute();
  return new Map(rows.map((row) => [row.stream_id, toState(row)]));
}

type Place = { workspaceId: string; streamId: string };

async function upsert(
  trx: AnyDb,
  { workspaceId, streamId }: Place,
  values: Record<string, unknown>,
): Promise<void> {
  await trx
    .insertInto('stream_mappings')
    .values({ ...values, workspace_id: workspaceId, stream_id: streamId } as never)
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'stream_id']).doUpdateSet(values as never),
    )
    .execute();
}

/** What a person wishes of a mapping. */
export async function saveWish(trx: AnyDb, at: Place, wish: MappingWish): Promise<void> {
  await upsert(trx, at, {
    pack: wish.pack,
    overrides: wish.overrides === null ? null : json(wish.overrides),
    own: wish.own === null ? null : json(wish.own),
  });
}

/** What the last mapping has made. */
export async function saveWork(trx: AnyDb, at: Place, work: MappingWork): Promise<void> {
  await upsert(trx, at, {
    hash: work.hash,
    generation: work.generation,
    mapped_chunk: work.mappedChunk,
    record_seq: work.recordSeq,
    names_hash: work.namesHash,
    heard: json(work.heard),
    assumed_currency: work.assumedCurrency,
    progress: null,
    tables: json(work.tables),
    datasets: json(work.datasets),
    fact_source: work.factSource,
    source_name: work.sourceName,
    reasons: json(work.reasons),
    error: null,
    mapped_at: work.mappedAt,
  });
  await trx
    .updateTable('streams')
    .set({ mapped_chunk: work.mappedChunk, pack: work.pack })
    .where('workspace_id', '=', at.workspaceId)
    .where('id', '=', at.streamId)
    .execute();
}

export async function saveProgress(
  trx: AnyDb,
  at: Place,
  progress: MappingProgress,
): Promise<void> {
  await upsert(trx, at, { progress: json(progress) });
}

export async function saveError(trx: AnyDb, at: Place, error: string): Promise<void> {
  await upsert(trx, at, { error });
}

export type StreamBatch = {
  id: string;
  part: string;
  month: number;
  status: 'landing' | 'active' | 'gone';
  landed: LandedBatch;
};

export async function streamBatches(
  db: AnyDb,
  workspaceId: string,
  streamId: string,
): Promise<StreamBatch[]> {
  const rows = await db
    .selectFrom('stream_batches')
    .select(['id', 'part', 'month', 'status', 'landed'])
    .where('workspace_id', '=', workspaceId)
    .where('stream_id', '=', streamId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, landed: row.landed as LandedBatch }));
}

export async function addBatch(
  trx: AnyDb,
  { workspaceId, streamId }: Place,
  batch: Omit<StreamBatch, 'status'> & { at: Date },
): Promise<void> {
  await trx
    .insertInto('stream_batches')
    .values({
      id: batch.id,
      workspace_id: workspaceId,
      stream_id: streamId,
      part: batch.part,
      month: batch.month,
      status: 'landing',
      landed: json(batch.landed),
      at: batch.at,
    })
    .execute();
}

export async function markBatches(
  trx: AnyDb,
  workspaceId: string,
  { ids, status }: { ids: readonly string[]; status: 'active' | 'gone' },
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .updateTable('stream_batches')
    .set({ status })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
}

export async function forgetBatches(
  trx: AnyDb,
  workspaceId: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await trx
    .deleteFrom('stream_batches')
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', ids)
    .execute();
}

/** The number of the next batch: newer batches win. */
export async function nextSeq(trx: AnyDb): Promise<number> {
  const found = await sql<{ seq: number }>`select nextval('batch_numbers') as seq`.execute(trx);
  return Number(found.rows[0]?.seq);
}

/** The next mapping of the stream is of all of it. */
export async function forgetHash(trx: AnyDb, { workspaceId, streamId }: Place): Promise<void> {
  await trx
    .updateTable('stream_mappings')
    .set({ hash: '' })
    .where('workspace_id', '=', workspaceId)
    .where('stream_id', '=', streamId)
    .execute();
}

export type MappingVersion = {
  version: number;
  wish: MappingWish;
  by: string;
  at: Date;
  restores: number | null;
};

/** The newest first. */
export async function mappingVersions(
  db: AnyDb,
  { workspaceId, streamId }: Place,
): Promise<MappingVersion[]> {
  const rows = await db
    .selectFrom('stream_mapping_versions')
    .select(['version', 'wish', 'saved_by', 'at', 'restores'])
    .where('workspace_id', '=', workspaceId)
    .where('stream_id', '=', streamId)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(({ saved_by: by, wish, ...row }) => ({
    ...row,
    wish: wish as MappingWish,
    by,
  }));
}

export async function addMappingVersion(
  trx: AnyDb,
  { workspaceId, streamId }: Place,
  given: Omit<MappingVersion, 'version'>,
): Promise<number> {
  const [last] = await mappingVersions(trx, { workspaceId, streamId });
  const version = (last?.version ?? 0) + 1;
  await trx
    .insertInto('stream_mapping_versions')
    .values({
      workspace_id: workspaceId,
      stream_id: streamId,
      version,
      wish: json(given.wish),
      saved_by: given.by,
      at: given.at,
      restores: given.restores,
    })
    .execute();
  return version;
}
