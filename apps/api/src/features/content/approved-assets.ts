import { type AnsweringAsset, readApproval } from '@openmops/domain/content';
import type { Db, Trx } from '../../stores/records/records.ts';
import { roundsOf } from './approval-rows.ts';

export type ApprovedAsset = AnsweringAsset & {
  name: string;
  /** Ms since 1970: the last yes to a version that may be shown; null: there is none. */
  reviewedAt: number | null;
};

/**
 * Assets with whether a version that may be shown is approved: the newest one, or one that is out. An approval is of
 * the hash that it was given for, as everywhere.
 */
export async function approvedAssets(
  db: Db | Trx,
  workspaceId: string,
  { ids, now }: { ids: readonly string[]; now: number },
): Promise<Map<string, ApprovedAsset>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const assets = await db
    .selectFrom('assets')
    .select(['id', 'name', 'archived_at', 'rights_until'])
    .where('workspace_id', '=', workspaceId)
    .where('id', 'in', wanted)
    .execute();
  const versions = await db
    .selectFrom('asset_versions')
    .select(['id', 'asset_id', 'number', 'hash'])
    .where('workspace_id', '=', workspaceId)
    .where('asset_id', 'in', wanted)
    .orderBy('number', 'desc')
    .execute();
  const out = await db
    .selectFrom('publications')
    .select('asset_version')
    .where('workspace_id', '=', workspaceId)
    .where('asset_id', 'in', wanted)
    .where('withdrawn_at', 'is', null)
    .execute();
  const live = new Set(out.map((row) => row.asset_version));
  const seen = new Set<string>();
  const shown = versions.filter(({ id, asset_id }) => {
    const newest = !seen.has(asset_id);
    seen.add(asset_id);
    return newest || live.has(id);
  });
  const rounds = await roundsOf(db, workspaceId, {
    versionIds: shown.map(({ id }) => id),
    standing: true,
  });
  const yesOf = (asset: string): number[] =>
    shown
      .filter(({ asset_id }) => asset_id === asset)
      .flatMap(({ id, hash }) => {
        const round = rounds.find((one) => one.versionId === id);
        if (!round || readApproval(round, { hash, now }).state !== 'approved') return [];
        if (round.alone) return [round.submittedAt];
        return round.answers.flatMap(({ verdict, at }) => (verdict === 'approve' ? [at] : []));
      });
  return new Map(
    assets.map(({ id, name, archived_at, rights_until }) => {
      const yes = yesOf(id);
      const found = {
        ...{ id, name, archived: archived_at !== null, usableUntil: rights_until },
        ...{ approved: yes.length > 0, reviewedAt: yes.length === 0 ? null : Math.max(...yes) },
      };
      return [id, found];
    }),
  );
}
