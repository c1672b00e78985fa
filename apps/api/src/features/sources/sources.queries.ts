import type { DatasetId } from '@openmops/domain/kpi';
import { sql } from 'kysely';
import type { Db } from '../../stores/records/records.ts';

/** When each source was imported last, and how that import called it. */
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
  const seen = new Map<string, { source: string; dataset: DatasetId; name: string; at: Date }>();
  for (const { source, dataset, name, done_at: at } of rows) {
    const key = `${source}\n${dataset}`;
    if (at && !seen.has(key)) seen.set(key, { source, dataset, name, at });
  }
  return [...seen.values()];
}
