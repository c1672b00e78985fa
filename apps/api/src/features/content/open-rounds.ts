import { readApproval } from '@openmops/domain/content';
import type { Db, Trx } from '../../stores/records/records.ts';
import { type RoundRow, roundsOf } from './approval-rows.ts';
import { type AssetRecord, newestVersions, type VersionRow } from './version-rows.ts';

export type OpenRound = { round: RoundRow; asset: AssetRecord; version: VersionRow };

/** Rounds of approval that wait for somebody: of newest versions, of assets that are not archived. */
export async function openRounds(
  db: Db | Trx,
  workspaceId: string,
  now: number,
): Promise<OpenRound[]> {
  const rounds = (await roundsOf(db, workspaceId, { standing: true })).filter(
    (round) => readApproval(round, { hash: round.hash, now }).state === 'open',
  );
  if (rounds.length === 0) return [];
  const assets = await db
    .selectFrom('assets')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('archived_at', 'is', null)
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('asset_versions')
        .select('asset_id')
        .where('workspace_id', '=', workspaceId)
        .where(
          'id',
          'in',
          rounds.map(({ versionId }) => versionId),
        ),
    )
    .execute();
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const newest = await newestVersions(db, workspaceId, [...byId.keys()]);
  const byVersion = new Map([...newest.values()].map((version) => [version.id, version]));
  return rounds.flatMap((round) => {
    const version = byVersion.get(round.versionId);
    const asset = byId.get(version?.asset_id ?? '');
    return version && asset ? [{ round, asset, version }] : [];
  });
}
