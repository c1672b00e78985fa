import type { DatasetId } from '@openmops/domain/kpi';
import { sql } from 'kysely';
import type { Db } from '../../stores/records/records.ts';

/** When each source last sent something, as file or stream, and how it was called then. */
export async function lastImports(db: Db, workspaceId: string) {
  const rows = await db
    .selectFrom('batches')
    .select([
      sql<string>`landed->>'source'`.as('source'),
      sql<DatasetId>`landed->>'dataset'`.as('dataset'),
      sql<string>`plan->'detection'->>'sourceName'`.as('name'),
      'done_at',
    ])
    .where('workspace_id', '=', workspaceId)
    .where('status', '=', 'done')
    .where('done_at', 'is not', null)
    .orderBy('done_at', 'desc')
    .execute();
  const files = rows.flatMap(({ done_at: at, ...row }) => (at ? [{ ...row, at }] : []));
  const all = [...files, ...(await lastStreamed(db, workspaceId))].sort(
    (one, other) => other.at.getTime() - one.at.getTime(),
  );
  const seen = new Map<string, (typeof all)[number]>();
  for (const row of all) {
    const key = `${row.source}\n${row.dataset}`;
    if (!seen.has(key)) seen.set(key, row);
  }
  return [...seen.values()];
}

/** Streams that have become facts, and when their last rows came. */
async function lastStreamed(db: Db, workspaceId: string) {
  const rows = await db
    .selectFrom('stream_mappings')
    .innerJoin('streams', 'streams.id', 'stream_mappings.stream_id')
    .select(['fact_source', 'source_name', 'datasets', 'streams.last_received_at'])
    .where('stream_mappings.workspace_id', '=', workspaceId)
    .execute();
  return rows.flatMap(({ fact_source: source, source_name, datasets, last_received_at: at }) =>
    source === null || at === null
      ? []
      : datasets.map((dataset) => ({
          source,
          dataset: dataset as DatasetId,
          name: source_name ?? source,
          at,
        })),
  );
}
