import type { Db, Trx } from '../../stores/records/records.ts';
import type { Restatement } from './integrations.schema.ts';

/** What a stream said of a day: its measures, and of each row (by its key as JSON) a hash. */
export type StoredDay = {
  day: string;
  sums: Record<string, number>;
  rows: Record<string, string>;
};
type At = { workspaceId: string; integrationId: string; stream: string };

/** What was said of a day, and when. */
export type KnownDay = StoredDay & { read_at: Date };

export async function knownDays(
  db: Db | Trx,
  at: At,
  days: { from: string; to: string },
): Promise<Map<string, KnownDay>> {
  const rows = await db
    .selectFrom('integration_days')
    .select(['day', 'sums', 'rows', 'read_at'])
    .where('workspace_id', '=', at.workspaceId)
    .where('integration_id', '=', at.integrationId)
    .where('stream', '=', at.stream)
    .where('day', '>=', days.from)
    .where('day', '<=', days.to)
    .execute();
  return new Map(rows.map((row) => [row.day, row]));
}

export async function saveDay(trx: Trx, at: At, read: StoredDay & { at: Date }): Promise<void> {
  const values = {
    sums: JSON.stringify(read.sums),
    rows: JSON.stringify(read.rows),
    read_at: read.at,
  };
  await trx
    .insertInto('integration_days')
    .values({
      workspace_id: at.workspaceId,
      integration_id: at.integrationId,
      stream: at.stream,
      day: read.day,
      ...values,
    })
    .onConflict((conflict) =>
      conflict.columns(['workspace_id', 'integration_id', 'stream', 'day']).doUpdateSet(values),
    )
    .execute();
}

export async function saveRestatement(
  trx: Trx,
  at: At,
  found: Omit<Restatement, 'at' | 'stream'> & { at: Date },
): Promise<void> {
  await trx
    .insertInto('integration_restatements')
    .values({
      workspace_id: at.workspaceId,
      integration_id: at.integrationId,
      stream: at.stream,
      day: found.day,
      run_id: found.run,
      at: found.at,
      rows_changed: found.rowsChanged,
      rows_added: found.rowsAdded,
      rows_removed: found.rowsRemoved,
      sums: JSON.stringify(found.sums),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What was restated, newest first. */
export async function listRestatementRows(
  db: Db | Trx,
  workspaceId: string,
  asked: { integrationId: string; limit: number },
): Promise<Restatement[]> {
  const rows = await db
    .selectFrom('integration_restatements')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('integration_id', '=', asked.integrationId)
    .orderBy('at', 'desc')
    .orderBy('day', 'desc')
    .orderBy('stream')
    .limit(asked.limit)
    .execute();
  return rows.map((row) => ({
    stream: row.stream,
    day: row.day,
    at: row.at.toISOString(),
    run: row.run_id,
    rowsChanged: row.rows_changed,
    rowsAdded: row.rows_added,
    rowsRemoved: row.rows_removed,
    sums: row.sums,
  }));
}
