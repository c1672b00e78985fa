import type { Claim } from '@openmops/domain/content';
import type { Selectable } from 'kysely';
import type { ClaimTable } from '../../stores/records/content-tables.ts';
import type { Db, Trx } from '../../stores/records/records.ts';

export type ClaimRow = Selectable<ClaimTable>;

/** Claims of the register that are not retired, the newest first. */
export function claimRows(db: Db | Trx, workspaceId: string): Promise<ClaimRow[]> {
  return db
    .selectFrom('claims')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('retired_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
}

/** A claim as rules ask of it: a file or a text on record proves it. */
export const toDomainClaim = (row: ClaimRow): Claim => ({
  id: row.id,
  text: row.text,
  substantiated: row.substantiation.trim() !== '' || row.file_id !== null,
  validUntil: row.valid_until,
});
