import type { Brief } from '@openmops/domain/campaigns';
import { newId } from '../../stores/records/new-id.ts';
import type { Trx } from '../../stores/records/records.ts';
import { insertCampaigns } from './campaigns.queries.ts';

/** A campaign that is known to be right, as a sample brings it. Days since 1970. */
export type KnownCampaign = {
  code: string;
  name: string;
  type: string;
  program: string | null;
  region: string | null;
  goal: string | null;
  state: string;
  from: number | null;
  to: number | null;
  owner: string | null;
  brief: Brief;
};

/** Keeps campaigns in the state in which they are, without their gates; their ids by code. */
export async function keepCampaigns(
  trx: Trx,
  campaigns: readonly KnownCampaign[],
  of: { workspaceId: string; by: string; at: Date },
): Promise<Map<string, string>> {
  const rows = campaigns.map((one) => ({
    id: newId('ca'),
    workspace_id: of.workspaceId,
    name: one.name,
    code: one.code,
    type: one.type,
    program: one.program,
    aim: null,
    region: one.region,
    goal_id: one.goal,
    state: one.state,
    day_from: one.from,
    day_to: one.to,
    owner: one.owner,
    brief: JSON.stringify(one.brief),
    tactics: JSON.stringify([]),
    audience: JSON.stringify({}),
    version: 1,
    created_by: of.by,
    created_at: of.at,
    changed_by: of.by,
    changed_at: of.at,
  }));
  await insertCampaigns(trx, rows);
  return new Map(rows.map(({ code, id }) => [code, id]));
}
