import { findClaims } from '@openmops/domain/content';
import type { Db, Trx } from '../../stores/records/records.ts';
import type { ClaimRow } from './claim-rows.ts';

/** A version that makes a claim; `live`: it is out. */
export type ClaimUse = {
  asset: string;
  name: string;
  number: number;
  owner: string | null;
  live: boolean;
};

/** Versions that make each claim: the newest of every asset, and those that are out. */
export async function claimUses(
  db: Db | Trx,
  workspaceId: string,
  claims: readonly ClaimRow[],
): Promise<Map<string, ClaimUse[]>> {
  const uses = new Map<string, ClaimUse[]>();
  if (claims.length === 0) return uses;
  const rows = await db
    .selectFrom('asset_versions')
    .innerJoin('assets', 'assets.id', 'asset_versions.asset_id')
    .select([
      'asset_versions.id',
      'asset_versions.asset_id',
      'asset_versions.number',
      'asset_versions.title',
      'asset_versions.text',
      'assets.name',
      'assets.owner',
    ])
    .where('asset_versions.workspace_id', '=', workspaceId)
    .where('assets.archived_at', 'is', null)
    .orderBy('assets.name')
    .orderBy('asset_versions.number', 'desc')
    .execute();
  const live = await db
    .selectFrom('publications')
    .select('asset_version')
    .distinct()
    .where('workspace_id', '=', workspaceId)
    .where('withdrawn_at', 'is', null)
    .execute();
  const out = new Set(live.map((row) => row.asset_version));
  const seen = new Set<string>();
  for (const row of rows) {
    const newest = !seen.has(row.asset_id);
    seen.add(row.asset_id);
    if (!newest && !out.has(row.id)) continue;
    const { asset_id: asset, name, number, owner } = row;
    for (const claim of new Set(findClaims(row, claims).map((use) => use.claim))) {
      const list = uses.get(claim) ?? [];
      uses.set(claim, [...list, { asset, name, number, owner, live: out.has(row.id) }]);
    }
  }
  return uses;
}
