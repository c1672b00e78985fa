import { DecisionOption } from '@openmops/domain/decisions';
import { MopsError } from '@openmops/domain/shared';
import type { Selectable } from 'kysely';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { DecisionEvidenceTable, DecisionTable } from '../../stores/records/strategy-tables.ts';

export type DecisionRow = Omit<Selectable<DecisionTable>, 'options'> & {
  options: DecisionOption[];
};
export type EvidenceRow = Selectable<DecisionEvidenceTable>;

const withOptions = (row: Selectable<DecisionTable>): DecisionRow => ({
  ...row,
  options: (row.options as unknown[]).map((one) => DecisionOption.parse(one)),
});

/** Decisions of a workspace, the newest first. */
export async function decisionRows(db: Db | Trx, workspaceId: string): Promise<DecisionRow[]> {
  const rows = await db
    .selectFrom('decisions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
  return rows.map(withOptions);
}

/** @throws MopsError NOT_FOUND. `lock`: nobody else changes it until the end. */
export async function decisionRow(
  db: Db | Trx,
  { workspaceId, id, lock = false }: { workspaceId: string; id: string; lock?: boolean },
): Promise<DecisionRow> {
  let rows = db
    .selectFrom('decisions')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('id', '=', id);
  if (lock) rows = rows.forUpdate();
  const row = await rows.executeTakeFirst();
  if (row) return withOptions(row);
  throw new MopsError('NOT_FOUND', 'There is no such decision.', 'See the list of decisions.');
}

/** What the numbers said, in the order in which it was kept. */
export async function evidenceRows(
  db: Db | Trx,
  workspaceId: string,
  decisionId?: string,
): Promise<EvidenceRow[]> {
  let rows = db
    .selectFrom('decision_evidence')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('added_at')
    .orderBy('id');
  if (decisionId !== undefined) rows = rows.where('decision_id', '=', decisionId);
  return rows.execute();
}
