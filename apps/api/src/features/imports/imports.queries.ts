import type { ImportReport } from '@openmops/domain/sources';
import type { LandedBatch } from '../../stores/facts/port.ts';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { BatchStatus } from '../../stores/records/schema.ts';
import type { ImportPlan } from './imports.schema.ts';

type AnyDb = Db | Trx;

export type Batch = {
  id: string;
  seq: number;
  status: BatchStatus;
  replacedBy: string | null;
  upload: string | null;
  file: string;
  sha256: string;
  planHash: string;
  plan: ImportPlan;
  landed: LandedBatch;
  rows: number;
  report: ImportReport | null;
  createdBy: string;
  createdAt: Date;
  doneAt: Date | null;
};

const json = (value: unknown) => JSON.stringify(value);

export async function addUpload(
  trx: AnyDb,
  workspaceId: string,
  upload: { id: string; name: string; sha256: string; bytes: number },
): Promise<void> {
  await trx
    .insertInto('uploads')
    .values({ ...upload, workspace_id: workspaceId })
    .execute();
}

export async function findUpload(db: AnyDb, workspaceId: string, id: string) {
  return db
    .selectFrom('uploads')
    .select(['id', 'name', 'sha256', 'bytes'])
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function deleteUpload(trx: AnyDb, workspaceId: string, id: string): Promise<void> {
  await trx
    .deleteFrom('uploads')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

/** Forgets uploads from before an instant that no import still needs, and names them. */
export async function deleteOldUploads(
  trx: AnyDb,
  workspaceId: string,
  before: Date,
): Promise<string[]> {
  const rows = await trx
    .deleteFrom('uploads')
    .where('workspace_id', '=', workspaceId)
    .where('created_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('batches').select('batches.id').whereRef('upload', '=', 'uploads.id'))),
    )
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}

export async function addBatch(
  trx: AnyDb,
  workspaceId: string,
  batch: Omit<Batch, 'status' | 'replacedBy' | 'rows' | 'report' | 'createdAt' | 'doneAt'>,
): Promise<void> {
  await trx
    .insertInto('batches')
    .values({
      id: batch.id,
      workspace_id: workspaceId,
      seq: batch.seq,
      status: 'loading',
      replaced_by: null,
      upload: batch.upload,
      file: batch.file,
      sha256: batch.sha256,
      plan_hash: batch.planHash,
      plan: json(batch.plan),
      landed: json(batch.landed),
      created_by: batch.createdBy,
    })
    .execute();
}

function batches(db: AnyDb, workspaceId: string) {
  return db.selectFrom('batches').selectAll().where('workspace_id', '=', workspaceId);
}

type BatchRow = Awaited<ReturnType<ReturnType<typeof batches>['execute']>>[number];

function toBatch(row: BatchRow): Batch {
  return {
    id: row.id,
    seq: row.seq,
    status: row.status,
    replacedBy: row.replaced_by,
    upload: row.upload,
    file: row.file,
    sha256: row.sha256,
    planHash: row.plan_hash,
    plan: row.plan as ImportPlan,
    landed: row.landed as LandedBatch,
    rows: row.rows,
    report: row.report as ImportReport | null,
    createdBy: row.created_by,
    createdAt: row.created_at,
    doneAt: row.done_at,
  };
}

export async function findBatch(db: AnyDb, workspaceId: string, id: string): Promise<Batch | null> {
  const row = await batches(db, workspaceId).where('id', '=', id).executeTakeFirst();
  return row ? toBatch(row) : null;
}

/** Every batch of one file that is there or on its way. */
export async function batchesOfFile(
  db: AnyDb,
  workspaceId: string,
  sha256: string,
): Promise<Batch[]> {
  const rows = await batches(db, workspaceId)
    .where('sha256', '=', sha256)
    .where('status', 'in', ['loading', 'publishing', 'done'])
    .orderBy('seq')
    .execute();
  return rows.map(toBatch);
}

/** Batches that were stopped before they were done. */
export async function unfinishedBatches(db: AnyDb, workspaceId: string): Promise<Batch[]> {
  const rows = await batches(db, workspaceId)
    .where('status', 'in', ['loading', 'publishing', 'undoing'])
    .orderBy('seq')
    .execute();
  return rows.map(toBatch);
}

/** In which currencies the other imports of a source are that name no account. */
export async function unnamedCurrencies(
  db: AnyDb,
  workspaceId: string,
  { source, sha256 }: { source: string; sha256: string },
): Promise<string[]> {
  const rows = await db
    .selectFrom('batches')
    .select(['landed', 'report'])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'done')
    .where('sha256', '!=', sha256)
    .execute();
  const currencies = rows.flatMap((row) => {
    const landed = row.landed as LandedBatch;
    const unnamed =
      landed.source === source && landed.account === '' && !landed.dims.includes('account');
    return unnamed ? ((row.report as ImportReport | null)?.currency ?? []) : [];
  });
  return [...new Set(currencies)];
}

export async function replacedBy(
  db: AnyDb,
  workspaceId: string,
  batchId: string,
): Promise<Batch[]> {
  const rows = await batches(db, workspaceId)
    .where('replaced_by', '=', batchId)
    .where('status', '=', 'replaced')
    .orderBy('seq')
    .execute();
  return rows.map(toBatch);
}

export async function listBatches(db: AnyDb, workspaceId: string, limit: number): Promise<Batch[]> {
  const rows = await batches(db, workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toBatch);
}

export async function addChunk(
  trx: AnyDb,
  workspaceId: string,
  chunk: { batchId: string; chunk: number; firstLine: number; lastLine: number; rows: number },
): Promise<void> {
  await trx
    .insertInto('batch_chunks')
    .values({
      workspace_id: workspaceId,
      batch_id: chunk.batchId,
      chunk: chunk.chunk,
      first_line: chunk.firstLine,
      last_line: chunk.lastLine,
      rows: chunk.rows,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** How many chunks, counted from the first, the fact store has confirmed. */
export async function acknowledgedChunks(
  db: AnyDb,
  workspaceId: string,
  batchId: string,
): Promise<number> {
  const rows = await db
    .selectFrom('batch_chunks')
    .select('chunk')
    .where('workspace_id', '=', workspaceId)
    .where('batch_id', '=', batchId)
    .orderBy('chunk')
    .execute();
  let count = 0;
  for (const { chunk } of rows) if (chunk === count) count++;
  return count;
}

export async function markPublishing(
  trx: AnyDb,
  workspaceId: string,
  batch: {
    id: string;
    landed: LandedBatch;
    rows: number;
    from: number;
    to: number;
    report: ImportReport;
  },
): Promise<void> {
  await trx
    .updateTable('batches')
    .set({
      status: 'publishing',
      landed: json(batch.landed),
      rows: batch.rows,
      period_from: batch.from,
      period_to: batch.to,
      report: json(batch.report),
    })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', batch.id)
    .execute();
}

export async function markDone(
  trx: AnyDb,
  workspaceId: string,
  { id, at, replaces }: { id: string; at: Date; replaces: string[] },
): Promise<void> {
  await trx
    .updateTable('batches')
    .set({ status: 'done', done_at: at, upload: null })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
  if (replaces.length === 0) return;
  await trx
    .updateTable('batches')
    .set({ status: 'replaced', replaced_by: id })
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', replaces)
    .execute();
}

export async function markUndoing(trx: AnyDb, workspaceId: string, id: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('batches')
    .set({ status: 'undoing' })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .where('status', 'in', ['done', 'undoing'])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Undone; what the batch had taken over from is active again. */
export async function markUndone(
  trx: AnyDb,
  workspaceId: string,
  { id, at }: { id: string; at: Date },
): Promise<void> {
  await trx
    .updateTable('batches')
    .set({ status: 'undone', undone_at: at })
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
  await trx
    .updateTable('batches')
    .set({ status: 'done', replaced_by: null })
    .where('workspace_id', '=', workspaceId)
    .where('replaced_by', '=', id)
    .execute();
}

/** Forgets a batch of which nothing is kept. */
export async function deleteBatch(trx: AnyDb, workspaceId: string, id: string): Promise<void> {
  await trx
    .deleteFrom('batches')
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id)
    .execute();
}

export async function findMapping<T>(
  db: AnyDb,
  workspaceId: string,
  fingerprint: string,
): Promise<{ source: string; mapping: T } | null> {
  const row = await db
    .selectFrom('mappings')
    .select(['source', 'mapping'])
    .where('workspace_id', '=', workspaceId)
    .where('fingerprint', '=', fingerprint)
    .executeTakeFirst();
  return row ? { source: row.source, mapping: row.mapping as T } : null;
}

export async function saveMapping(
  trx: AnyDb,
  workspaceId: string,
  saved: { fingerprint: string; source: string; mapping: unknown; at: Date },
): Promise<void> {
  const values = { source: saved.source, mapping: json(saved.mapping), updated_at: saved.at };
  await trx
    .insertInto('mappings')
    .values({ ...values, workspace_id: workspaceId, fingerprint: saved.fingerprint })
    .onConflict((conflict) => conflict.columns(['workspace_id', 'fingerprint']).doUpdateSet(values))
    .execute();
}
