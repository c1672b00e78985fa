import type { ModelTableId } from '@openmops/domain/model';
import type { Db } from '../../stores/records/records.ts';

export type ModelStream = { streamId: string; generation: number; source: string };

/** The streams whose records have become rows of a table. */
export async function streamsOf(
  db: Db,
  workspaceId: string,
  table: ModelTableId,
): Promise<ModelStream[]> {
  const rows = await db
    .selectFrom('stream_mappings')
    .innerJoin('streams', 'streams.id', 'stream_mappings.stream_id')
    .select(['stream_id', 'generation', 'tables', 'streams.source'])
    .where('stream_mappings.workspace_id', '=', workspaceId)
    .orderBy('stream_id')
    .execute();
  return rows
    .filter((row) => (row.tables as string[]).includes(table))
    .map((row) => ({ streamId: row.stream_id, generation: row.generation, source: row.source }));
}
