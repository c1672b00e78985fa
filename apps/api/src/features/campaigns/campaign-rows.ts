import type { Db, Trx } from '../../stores/records/records.ts';

/** What other rooms know of a campaign. */
export type CampaignRef = {
  id: string;
  /** The name under which facts and links know it. */
  code: string;
  name: string;
  type: string;
  program: string | null;
  goal_id: string | null;
  state: string;
  /** Days since 1970. */
  day_from: number | null;
  day_to: number | null;
  owner: string | null;
};

/** Campaigns of a workspace, or those of them that are named, by code. */
export async function campaignRows(
  db: Db | Trx,
  workspaceId: string,
  ids?: readonly string[],
): Promise<CampaignRef[]> {
  if (ids?.length === 0) return [];
  let rows = db
    .selectFrom('campaigns')
    .select([
      'id',
      'code',
      'name',
      'type',
      'program',
      'goal_id',
      'state',
      'day_from',
      'day_to',
      'owner',
    ])
    .where('workspace_id', '=', workspaceId)
    .orderBy('code');
  if (ids) rows = rows.where('id', 'in', [...ids]);
  return rows.execute();
}
