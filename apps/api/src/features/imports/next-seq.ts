import { sql } from 'kysely';
import type { Db, Trx } from '../../stores/records/records.ts';

/** The number of the next batch of a workspace: newer batches win. */
export async function nextSeq(trx: Db | Trx, workspaceId: string): Promise<number> {
  if (workspaceId === '') throw new Error('A workspace id is needed.');
  const found = await sql<{ seq: number }>`select nextval('batch_numbers') as seq`.execute(trx);
  return Number(found.rows[0]?.seq);
}
