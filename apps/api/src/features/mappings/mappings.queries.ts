import type { LandedBatch } from '../../stores/facts/port.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { MappingProgress, MappingWish, MappingWork } from './mapping-state.ts';

type AnyDb = Db | Trx;
const json = (value: unknown) => JSON.stringify(value);

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
    repeats: work.repeats,
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
