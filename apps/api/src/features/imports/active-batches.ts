import type { LandedBatch } from '../../stores/facts/port.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

/** What queries may see: the constant parts of all batches that stand, of files, streams and stages, oldest first. */
export async function activeBatches(db: Db | Trx, workspaceId: string): Promise<LandedBatch[]> {
  const files = await db
    .selectFrom('batches')
    .select('landed')
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'done')
    .execute();
  const streams = await db
    .selectFrom('stream_batches')
    .select('landed')
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'active')
    .execute();
  const stages = await db
    .selectFrom('lifecycle_batches')
    .select('landed')
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'active')
    .execute();
  return [...files, ...streams, ...stages]
    .map((row) => row.landed as LandedBatch)
    .sort((one, other) => one.seq - other.seq || (one.batchId < other.batchId ? -1 : 1));
}
