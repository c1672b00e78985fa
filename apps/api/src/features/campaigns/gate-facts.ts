import { Audience, type Brief, type GateFacts } from '@openmops/domain/campaigns';
import type { Workspace } from '@openmops/domain/workspace';
import type { Db, Trx } from '../../stores/records/records.ts';
import { campaignMoney } from '../budgets/campaign-money.ts';
import { linkRows } from '../links/link-rows.ts';
import { type CampaignRow, openTasks, reviewOf } from './campaigns.queries.ts';
import { contentOf } from './content-of.ts';

/** What the gates of a campaign look at. */
export async function gateFacts(
  db: Db | Trx,
  row: CampaignRow,
  {
    workspace,
    now,
    today,
    reason = '',
  }: { workspace: Workspace; now: number; today: number; reason?: string },
): Promise<GateFacts> {
  const workspaceId = row.workspace_id;
  const [money, links, assets, tasks, review, plans] = await Promise.all([
    campaignMoney(db, workspaceId, [row.id]),
    linkRows(db, workspaceId, { campaigns: [row.code] }),
    contentOf(db, workspace, { campaign: row.id, now }),
    openTasks(db, workspaceId, today),
    reviewOf(db, workspaceId, row.id),
    db.selectFrom('plans').select('id').where('workspace_id', '=', workspaceId).limit(1).execute(),
  ]);
  const own = money.get(row.id);
  const open = tasks.get(row.id);
  const start = row.day_from;
  return {
    dayFrom: row.day_from,
    dayTo: row.day_to,
    owner: row.owner,
    brief: row.brief as Brief,
    goal: row.goal_id,
    // Without any plan nobody could have given it money.
    budgetMicros:
      plans.length === 0 ? null : (own?.plannedMicros ?? 0) + (own?.committedMicros ?? 0),
    links: links.length,
    content: { assets: assets.length, approved: assets.filter((one) => one.approved).length },
    audience: Audience.parse(row.audience),
    tasks: {
      open: open?.open ?? 0,
      openByStart:
        start === null
          ? 0
          : (open?.dues ?? []).filter((due) => due !== null && due <= start).length,
    },
    reason,
    reviewed: review !== null,
    today,
  };
}
