import { MopsError, parseDay } from '@openmops/domain/shared';
import { createMapper, type ImportReport, type Mapper } from '@openmops/domain/sources';
import { actorId } from '../../actor.ts';
import type { LandedBatch } from '../../stores/facts/port.ts';
import { newId } from '../../stores/records/new-id.ts';
import { type Context, verb } from '../../verb.ts';
import { deliverSoon } from '../subscriptions/deliver.ts';
import { tellSubscribers } from '../subscriptions/tell-subscribers.ts';
import { activeBatches } from './active-batches.ts';
import {
  acknowledgedChunks,
  addBatch,
  addChunk,
  type Batch,
  batchesOfFile,
  deleteBatch,
  deleteUpload,
  findUpload,
  markDone,
  markPublishing,
  saveMapping,
} from './imports.queries.ts';
import { ImportInput, type ImportOptions, type ImportPlan } from './imports.schema.ts';
import { landRows } from './land-rows.ts';
import { nextSeq } from './next-seq.ts';
import { planHash, recognise } from './plan-import.ts';
import { inTurn } from './queue.ts';
import { openTable, type TableFile } from './read/read-table.ts';
import { refusal } from './read/refuse.ts';
import { removeUpload, uploadPath } from './uploads.ts';

export type LongContext = Context<'long'>;

/**
 * Imports an uploaded file. The same file read the same way is not imported again; read in
 * another way it takes over from the earlier import. A file that is refused leaves nothing behind.
 */
export const importFile = verb({
  name: 'imports.run',
  permission: 'imports.write',
  kind: 'long',
  input: ImportInput,
  run: (ctx, { upload, options }) =>
    inTurn(ctx.instance, ctx.workspace.id, async () => {
      const found = await findUpload(ctx.db, ctx.workspace.id, upload);
      if (!found) throw noUpload();
      try {
        return await importUpload(ctx, found, options);
      } catch (error) {
        if (isRefusal(error)) await dropUpload(ctx, upload, 'refused');
        throw error;
      }
    }),
});

type Upload = { id: string; name: string; sha256: string };

async function importUpload(
  ctx: LongContext,
  upload: Upload,
  options: ImportOptions,
): Promise<ImportReport> {
  const { workspace } = ctx;
  const file = await openTable(uploadPath(ctx.env.dataDir, upload.id)).catch(gone);
  const known = await recognise({
    file,
    options,
    workspace,
    db: ctx.db,
    nowMs: ctx.now,
    sha256: upload.sha256,
  });
  const plan: ImportPlan = {
    ...known,
    workspace: { currency: workspace.currency, timeZone: workspace.timeZone },
    replaces: [],
    remember: options.map ?? null,
  };
  const mapper = mapperOf(plan);
  const account = plan.options.account ?? plan.detection.account ?? '';
  const hash = planHash(plan.detection, { source: mapper.batch.source, account });
  const same = await batchesOfFile(ctx.db, workspace.id, upload.sha256);
  const done = same.find((one) => one.planHash === hash && one.status === 'done');
  if (done?.report) {
    await dropUpload(ctx, upload.id, 'unchanged');
    return { ...done.report, file: upload.name, unchanged: true };
  }
  const stopped = same.find((one) => one.planHash === hash);
  for (const other of same) {
    if (other.status !== 'done' && other !== stopped) await forget(ctx, other);
  }
  plan.replaces = same.filter((one) => one.status === 'done').map((one) => one.id);
  if (!stopped) {
    const batch = await begin(ctx, { plan, mapper, account, hash, upload });
    return complete(ctx, { batch, file, mapper });
  }
  const report = await complete(ctx, { batch: stopped, file, mapper: mapperOf(stopped.plan) });
  await dropUpload(ctx, upload.id, 'continued');
  return report;
}

export function mapperOf(plan: ImportPlan, preview = false): Mapper {
  const { detection, options, workspace, now } = plan;
  return createMapper({ detection, options, workspace, now, preview });
}

type Beginning = {
  plan: ImportPlan;
  mapper: Mapper;
  account: string;
  hash: string;
  upload: { id: string; name: string; sha256: string };
};

/** Opens the batch; from here on a killed import is found again. */
async function begin(ctx: LongContext, what: Beginning): Promise<Batch> {
  const { plan, mapper, account, hash, upload } = what;
  const id = newId('ba');
  return ctx.transact(async (trx) => {
    const seq = await nextSeq(trx, ctx.workspace.id);
    const { dataset, source, shape, dims, measures, keyedByRecord } = mapper.batch;
    const landed: LandedBatch = {
      workspaceId: ctx.workspace.id,
      batchId: id,
      seq,
      dataset,
      source,
      account,
      shape,
      dims,
      measures,
      keyedByRecord,
    };
    const batch = {
      id,
      seq,
      upload: upload.id,
      file: upload.name,
      sha256: upload.sha256,
      planHash: hash,
      plan,
      landed,
      createdBy: actorId(ctx.actor) ?? ctx.actor.kind,
    };
    ctx.audit({ batch: id, sha256: upload.sha256, source, status: 'loading' });
    await addBatch(trx, ctx.workspace.id, batch);
    const blank = { replacedBy: null, rows: 0, report: null, doneAt: null };
    return { ...batch, ...blank, status: 'loading' as const, createdAt: new Date(ctx.now) };
  });
}

/** Lands what has not landed yet, publishes, and closes the batch; every step can be repeated. */
export async function complete(
  ctx: LongContext,
  { batch, file, mapper }: { batch: Batch; file: TableFile | null; mapper: Mapper },
): Promise<ImportReport> {
  let report = batch.report;
  if (batch.status === 'loading' || !report) {
    if (!file) throw noUpload();
    try {
      report = await load(ctx, { batch, file, mapper });
    } catch (error) {
      // A fault of ours may pass; a fault of the file stays, so nothing of it is kept.
      if (isRefusal(error)) await forget(ctx, batch);
      throw error;
    }
  }
  await publishBatch(ctx, batch, report);
  return report;
}

async function load(
  ctx: LongContext,
  { batch, file, mapper }: { batch: Batch; file: TableFile; mapper: Mapper },
): Promise<ImportReport> {
  const workspaceId = ctx.workspace.id;
  const { detection } = batch.plan;
  const acknowledged = await acknowledgedChunks(ctx.db, workspaceId, batch.id);
  // A chunk that was written but not acknowledged is written again.
  await ctx.facts.unland(workspaceId, batch.id, acknowledged);
  let rows = 0;
  await landRows({
    file,
    delimiter: detection.delimiter,
    mapper,
    async land({ rows: landing, ...chunk }, before) {
      rows += landing.length;
      if (chunk.chunk < acknowledged) return;
      await ctx.facts.land(batch.landed, chunk.chunk, landing);
      // In order: what is acknowledged has no gap.
      await before;
      await ctx.instance.records.scoped(workspaceId).transaction((trx) =>
        addChunk(trx, workspaceId, {
          batchId: batch.id,
          chunk: chunk.chunk,
          firstLine: chunk.firstLine,
          lastLine: chunk.lastLine,
          rows: landing.length,
        }),
      );
    },
  });
  const report = reportOf({ batch, mapper });
  if (rows === 0 || !report.period) throw nothingAccepted(report);
  const { from, to } = report.period;
  await ctx.instance.records.scoped(workspaceId).transaction((trx) =>
    markPublishing(trx, workspaceId, {
      id: batch.id,
      landed: batch.landed,
      rows,
      from: parseDay(from) ?? 0,
      to: parseDay(to) ?? 0,
      report,
    }),
  );
  return report;
}

export function reportOf(given: {
  batch: Pick<Batch, 'file' | 'plan' | 'landed'> & { id: string | null };
  mapper: Mapper;
}): ImportReport {
  const { batch, mapper } = given;
  const { detection } = batch.plan;
  return {
    file: batch.file,
    source: batch.landed.source,
    sourceName: detection.sourceName,
    dataset: detection.dataset,
    encoding: detection.encoding,
    bom: detection.bom,
    ...mapper.finish(),
    mapping: detection.mapping,
    unmapped: detection.unmapped,
    batch: batch.id,
    unchanged: false,
  };
}

/** Makes the rows visible in one step per month, then says so. Repeated after a crash. */
async function publishBatch(ctx: LongContext, batch: Batch, report: ImportReport): Promise<void> {
  const workspaceId = ctx.workspace.id;
  const { replaces, remember, detection } = batch.plan;
  const others = await activeBatches(ctx.db, workspaceId);
  const active = [...others.filter((one) => !replaces.includes(one.batchId)), batch.landed];
  await ctx.facts.publish(workspaceId, [batch.id, ...replaces], active);
  const at = new Date(ctx.now);
  await ctx.transact(async (trx) => {
    ctx.audit({ batch: batch.id, status: 'done', rows: report.rows, replaces });
    await markDone(trx, workspaceId, { id: batch.id, at, replaces });
    if (remember) {
      // The next file with this header covers other days.
      const mapping = { currency: report.currency ?? undefined, ...remember, period: undefined };
      const { fingerprint } = detection;
      await saveMapping(trx, workspaceId, { fingerprint, source: report.source, mapping, at });
    }
    if (batch.upload) await deleteUpload(trx, workspaceId, batch.upload);
    await tellSubscribers(trx, { workspace: ctx.workspace, at }, [
      { event: 'import.done', data: importSaid({ ...batch, report }) },
    ]);
  });
  deliverSoon(ctx.instance);
  if (batch.upload) await removeUpload(ctx.env.dataDir, batch.upload);
}

/** What others are told of an import. */
export function importSaid({ id, file, landed, report }: Batch) {
  return {
    batch: id,
    file,
    source: landed.source,
    dataset: landed.dataset,
    rows: report?.rows.accepted ?? 0,
    from: report?.period?.from ?? null,
    to: report?.period?.to ?? null,
  };
}

/** Takes back a batch of which nothing may stay. */
export async function forget(ctx: LongContext, batch: Batch): Promise<void> {
  await ctx.facts.unland(ctx.workspace.id, batch.id, 0);
  await ctx.transact(async (trx) => {
    ctx.audit({ batch: batch.id, status: 'refused' });
    await deleteBatch(trx, ctx.workspace.id, batch.id);
    if (batch.upload) await deleteUpload(trx, ctx.workspace.id, batch.upload);
  });
  if (batch.upload) await removeUpload(ctx.env.dataDir, batch.upload);
}

async function dropUpload(ctx: LongContext, id: string, status: string): Promise<void> {
  await ctx.transact(async (trx) => {
    ctx.audit({ upload: id, status });
    await deleteUpload(trx, ctx.workspace.id, id);
  });
  await removeUpload(ctx.env.dataDir, id);
}

/** The file is at fault; anything else may pass, and the import can go on later. */
function isRefusal(error: unknown): boolean {
  return error instanceof MopsError && error.code !== 'INTERNAL';
}

function nothingAccepted(report: ImportReport) {
  const first = report.issues.find((issue) => issue.severity === 'error');
  const why = first ? ` The first reason: ${first.message}` : '';
  return refusal(
    'no_rows_accepted',
    report.rows.read === 0
      ? 'The file has column names, but no rows.'
      : `None of the ${report.rows.read} rows could be taken.${why}`,
    {
      line: first?.line ?? null,
      hint: first?.hint ?? 'Check the mapping of the columns, or export the report again.',
    },
  );
}

function noUpload() {
  return new MopsError('NOT_FOUND', 'There is no such upload.', 'Upload the file again.');
}

function gone(error: unknown): never {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw noUpload();
  throw error;
}
