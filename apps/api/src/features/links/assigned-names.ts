import type { Db, Trx } from '../../stores/records/records.ts';
import { assignmentsIn } from './links.queries.ts';

/** Names of campaigns that people gave to spend, as they stand. */
export async function assignedNames(
  db: Db | Trx,
  workspaceId: string,
): Promise<ReadonlySet<string>> {
  const rows = await assignmentsIn(db, workspaceId);
  return new Set(rows.filter((row) => row.undone_at === null).map(({ name }) => name));
}
