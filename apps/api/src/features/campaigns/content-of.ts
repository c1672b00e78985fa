import type { Workspace } from '@openmops/domain/workspace';
import type { Db, Trx } from '../../stores/records/records.ts';
import { houseOf, standingOf } from '../content/standing.ts';
import { newestVersions } from '../content/version-rows.ts';

/** The assets of a campaign, and whether the newest version of each is approved. */
export async function contentOf(
  db: Db | Trx,
  workspace: Workspace,
  { campaign, now }: { campaign: string; now: number },
): Promise<{ id: string; name: string; type: string; approved: boolean }[]> {
  const assets = await db
    .selectFrom('assets')
    .selectAll()
    .where('workspace_id', '=', workspace.id)
    .where('campaign_id', '=', campaign)
    .where('archived_at', 'is', null)
    .orderBy('name')
    .execute();
  if (assets.length === 0) return [];
  const ids = assets.map(({ id }) => id);
  const versions = await newestVersions(db, workspace.id, ids);
  const pairs = assets.flatMap((asset) => {
    const version = versions.get(asset.id);
    return version ? [{ asset, version }] : [];
  });
  const house = await houseOf(db, workspace, now);
  const standings = await standingOf(db, workspace.id, { pairs, house });
  const approved = new Set(
    standings.filter(({ approval }) => approval?.state === 'approved').map(({ asset }) => asset.id),
  );
  return assets.map(({ id, name, type }) => ({ id, name, type, approved: approved.has(id) }));
}
