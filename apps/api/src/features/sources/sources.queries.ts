import type { Db } from '../../stores/records/records.ts';

/** Source and dataset of streams of which records stand aside → why. */
export async function asideBySource(db: Db, workspaceId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('stream_mappings')
    .select(['fact_source', 'datasets', 'reasons', 'error'])
    .where('workspace_id', '=', workspaceId)
    .execute();
  const found = new Map<string, string>();
  for (const { fact_source: source, datasets, reasons, error } of rows) {
    const [first] = reasons as { message: string; rows: number }[];
    const why = first ? `${first.rows} records stand aside: ${first.message}` : error;
    if (why) for (const dataset of datasets) found.set(`${source}\n${dataset}`, why);
  }
  return found;
}
