import { MopsError } from '@openmops/domain/shared';
import type { Workspace } from '@openmops/domain/workspace';
import type { Db, Trx } from '../../stores/records/records.ts';
import { type LineRow, lineRows } from '../budgets/line-rows.ts';
import { findPlan } from '../budgets/read-plan.ts';
import { type CampaignRef, campaignRows } from '../campaigns/campaign-rows.ts';

type Found =
  | { kind: 'plan'; plan: Awaited<ReturnType<typeof findPlan>> }
  | { kind: 'line'; line: LineRow }
  | { kind: 'campaign'; campaign: CampaignRef };

/** The plan, line or campaign of an id. NOT_FOUND for everything else. */
export async function findBudget(
  db: Db | Trx,
  workspace: Workspace,
  { id, now }: { id: string; now: number },
): Promise<Found> {
  if (id.startsWith('pl_'))
    return { kind: 'plan', plan: await findPlan(db, workspace, { id, now }) };
  if (id.startsWith('bl_')) {
    const [line] = await lineRows(db, workspace.id, [id]);
    if (line) return { kind: 'line', line };
  }
  if (id.startsWith('ca_')) {
    const [campaign] = await campaignRows(db, workspace.id, [id]);
    if (campaign) return { kind: 'campaign', campaign };
  }
  throw new MopsError(
    'NOT_FOUND',
    `There is no plan, line or campaign ${id}.`,
    'Give the id of one, as its page has it.',
  );
}
