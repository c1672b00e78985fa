import { MopsError } from '@openmops/domain/shared';
import { verb } from '../../verb.ts';
import { deliverSoon } from '../subscriptions/deliver.ts';
import { tellSubscribers } from '../subscriptions/tell-subscribers.ts';
import { activeBatches } from './active-batches.ts';
import { importSaid, type LongContext } from './import-file.ts';
import { type Batch, findBatch, markUndoing, markUndone, replacedBy } from './imports.queries.ts';
import { UndoInput, type UndoReport } from './imports.schema.ts';
import { inTurn } from './queue.ts';

/** Takes an import back: its rows go, and what they had replaced is there again. */
export const undoImport = verb({
  name: 'imports.undo',
  permission: 'imports.write',
  kind: 'long',
  input: UndoInput,
  run: (ctx, { batch: id }) =>
    inTurn(ctx.instance, ctx.workspace.id, async () => {
      const batch = await findBatch(ctx.db, ctx.workspace.id, id);
      if (!batch)
        throw new MopsError('NOT_FOUND', 'There is no such import.', 'See the list of imports.');
      refuseUnlessDone(batch);
      await ctx.transact(async (trx) => {
        ctx.audit({ batch: id, status: 'undoing' });
        await markUndoing(trx, ctx.workspace.id, id);
      });
      return finishUndo(ctx, batch);
    }),
});

/** Publishes the months without the batch; repeated after a crash. */
export async function finishUndo(ctx: LongContext, batch: Batch): Promise<UndoReport> {
  const workspaceId = ctx.workspace.id;
  const before = await factCount(ctx);
  const revived = await replacedBy(ctx.db, workspaceId, batch.id);
  // The batch itself is `undoing` by now, so it is not among the active ones.
  const active = [
    ...(await activeBatches(ctx.db, workspaceId)),
    ...revived.map((one) => one.landed),
  ].sort((a, b) => a.seq - b.seq);
  await ctx.facts.publish(workspaceId, [batch.id, ...revived.map((one) => one.id)], active);
  await ctx.transact(async (trx) => {
    ctx.audit({ batch: batch.id, status: 'undone' });
    const at = new Date(ctx.now);
    await markUndone(trx, workspaceId, { id: batch.id, at });
    await tellSubscribers(trx, { workspace: ctx.workspace, at }, [
      { event: 'import.undone', data: importSaid(batch) },
    ]);
  });
  deliverSoon(ctx.instance);
  await ctx.facts.unland(workspaceId, batch.id, 0);
  const after = await factCount(ctx);
  const restoredRows = Math.max(0, after - Math.max(0, before - batch.rows));
  return { batch: batch.id, removedRows: batch.rows, restoredRows };
}

async function factCount(ctx: LongContext): Promise<number> {
  const slices = await ctx.facts.slices(ctx.workspace.id);
  return slices.reduce((sum, slice) => sum + slice.rows, 0);
}

function refuseUnlessDone(batch: Batch): void {
  if (batch.status === 'done' || batch.status === 'undoing') return;
  if (batch.status === 'undone') {
    throw new MopsError(
      'CONFLICT',
      'This import is already undone.',
      'Import the file again to have its rows back.',
    );
  }
  if (batch.status === 'replaced') {
    throw new MopsError(
      'CONFLICT',
      'This import was replaced: the same file was imported again with other settings.',
      `Undo the later one instead: ${batch.replacedBy}.`,
    );
  }
  throw new MopsError(
    'CONFLICT',
    'This import is not done yet.',
    'Wait until it is done; importing the same file again continues it.',
  );
}
