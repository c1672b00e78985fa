import * as z from 'zod';
import type { Instance } from '../../instance.ts';
import { newId } from '../../stores/records/new-id.ts';
import { verb } from '../../verb.ts';
import { listWorkspaces } from '../workspace/find-workspaces.ts';
import { complete, forget, type LongContext, mapperOf } from './import-file.ts';
import { type Batch, findBatch, unfinishedBatches } from './imports.queries.ts';
import { inTurn } from './queue.ts';
import { openTable, type TableFile } from './read/read-table.ts';
import { finishUndo } from './undo-import.ts';
import { sweepUploads, UPLOAD_HOURS, uploadPath } from './uploads.ts';

/** Goes on with an import or an undo that was stopped, from the first chunk that is not confirmed. */
const resumeImport = verb({
  name: 'imports.resume',
  permission: 'imports.write',
  kind: 'long',
  input: z.object({ batch: z.string() }),
  run: (ctx, { batch: id }) =>
    inTurn(ctx.instance, ctx.workspace.id, async () => {
      const batch = await findBatch(ctx.db, ctx.workspace.id, id);
      if (!batch) return;
      if (batch.status === 'undoing') {
        await finishUndo(ctx, batch);
        return;
      }
      if (batch.status !== 'loading' && batch.status !== 'publishing') return;
      const file = await spooled(ctx.env.dataDir, batch.upload);
      // Its rows are all there; only the publishing is left, for which the file is not needed.
      if (!file && batch.status === 'loading') await giveUp(ctx, batch);
      else await complete(ctx, { batch, file, mapper: mapperOf(batch.plan) });
    }),
});

/**
 * The file may lie with another process of the same stores, which goes on with it when it starts;
 * so may whoever imports the file again. After a day the spool is emptied, and nobody can.
 */
async function giveUp(ctx: LongContext, batch: Batch): Promise<void> {
  const shared = ctx.instance.records.engine === 'postgres';
  if (shared && ctx.now - batch.createdAt.getTime() < UPLOAD_HOURS * 3_600_000) {
    ctx.log.warn({ batch: batch.id }, 'the file of a stopped import is not here');
  } else await forget(ctx, batch);
}

async function spooled(dataDir: string, upload: string | null): Promise<TableFile | null> {
  if (upload === null) return null;
  try {
    return await openTable(uploadPath(dataDir, upload));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** At start: finishes what a killed process left half done, and empties the spool of old files. */
export async function resumeImports(instance: Instance): Promise<{ resumed: number }> {
  const { db } = instance.records.system;
  const needed = new Set<string>();
  let resumed = 0;
  for (const workspace of await listWorkspaces(db)) {
    const scope = {
      instance,
      actor: { kind: 'system' as const },
      workspace,
      requestId: newId('req'),
    };
    const records = instance.records.scoped(workspace.id);
    for (const batch of await unfinishedBatches(records.db, workspace.id)) {
      try {
        await resumeImport.call(scope, { batch: batch.id });
        resumed++;
      } catch (error) {
        if (batch.upload) needed.add(batch.upload);
        instance.log.error({ err: error, batch: batch.id }, 'an import could not be continued');
      }
    }
  }
  await sweepUploads(instance.env.dataDir, { now: instance.now(), needed });
  return { resumed };
}
