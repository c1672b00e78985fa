import type { Context } from '../../verb.ts';
import { type CampaignMoney, campaignMoney } from './campaign-money.ts';
import { planMoney } from './plan-money.ts';
import { planRows } from './plans.queries.ts';
import { spendFor } from './read-plan.ts';

/** Money of a campaign with what platforms report for it in the years that have a plan. */
export type CampaignSpend = CampaignMoney & {
  /** What of it the budget counts as actual spend beside the invoices. */
  platformMicros: number;
  /** All that platforms report; what is not counted has been invoiced, or has no line. */
  reportedMicros: number;
};

/** What campaigns are planned, committed and spent at: the sums of the budget, told by campaign. */
export async function campaignSpend(
  ctx: Context<'read'>,
  campaignIds: readonly string[],
): Promise<Map<string, CampaignSpend>> {
  const { db, workspace } = ctx;
  const booked = await campaignMoney(db, workspace.id, campaignIds);
  const spent = new Map(
    [...booked].map(([id, money]): [string, CampaignSpend] => [
      id,
      { ...money, platformMicros: 0, reportedMicros: 0 },
    ]),
  );
  if (spent.size === 0) return spent;
  for (const plan of await planRows(db, workspace.id)) {
    const spend = await spendFor(ctx, plan);
    const { counted } = (await planMoney(db, plan, spend)).reported;
    for (const { campaignId, micros } of counted) {
      const one = spent.get(campaignId);
      if (one) one.platformMicros += micros;
    }
    for (const { campaignId, micros } of spend) {
      const one = spent.get(campaignId ?? '');
      if (one) one.reportedMicros += micros;
    }
  }
  return spent;
}
