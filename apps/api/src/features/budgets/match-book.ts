import type { MatchBook, MatchProposal } from '@openmops/domain/budgets';
import type { Workspace } from '@openmops/domain/workspace';
import type { Db, Trx } from '../../stores/records/records.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { rulesOf } from './budget-rules.ts';
import { commitmentRests } from './commitment-rest.ts';
import { lineRows } from './line-rows.ts';
import { planRows } from './plans.queries.ts';

type Order = MatchBook['commitments'][number];

/** A book whose orders know what was taken of them meanwhile. */
export type OpenBook = MatchBook & { commitments: Order[] };

/** Everything to which an invoice booked in a month may belong: open orders, campaigns, lines of that year. */
export async function matchBook(
  db: Db | Trx,
  workspace: Workspace,
  month: number | null,
): Promise<OpenBook> {
  const rests = await commitmentRests(db, workspace.id);
  const orders = await db
    .selectFrom('commitments')
    .select(['id', 'number', 'vendor', 'currency', 'line_id', 'campaign_id', 'plan_id'])
    .where('workspace_id', '=', workspace.id)
    .where('state', '=', 'open')
    .execute();
  const plans = await planRows(db, workspace.id);
  const plan = plans.find(
    ({ first_month }) => month !== null && first_month <= month && month < first_month + 12,
  );
  const lines = (await lineRows(db, workspace.id)).filter(({ plan_id }) => plan_id === plan?.id);
  const own = new Set(lines.map(({ id }) => id));
  const allocated = await db
    .selectFrom('allocations')
    .select(['line_id', 'campaign_id', 'micros'])
    .where('workspace_id', '=', workspace.id)
    .orderBy('line_id')
    .execute();
  const divided = new Set(allocated.map(({ line_id }) => line_id));
  const shares = [
    ...allocated.filter(({ line_id }) => own.has(line_id)),
    ...lines
      .filter(({ id, campaign_id }) => campaign_id !== null && !divided.has(id))
      .map(({ id, campaign_id, total_micros: micros }) => ({ line_id: id, campaign_id, micros })),
  ];
  const byCampaign = Map.groupBy(shares, ({ campaign_id }) => campaign_id ?? '');
  return {
    currency: workspace.currency,
    commitments: orders.map(({ id, number, vendor, currency, line_id, campaign_id }) => ({
      ...{ id, number, vendor, currency },
      remainingMicros: rests.get(id)?.restMicros ?? 0,
      // An order of another year's plan is paid, and its line stays with that year.
      lineId: line_id !== null && own.has(line_id) ? line_id : null,
      campaignId: campaign_id,
    })),
    campaigns: (await campaignRows(db, workspace.id)).map(({ id, code, name }) => ({
      ...{ id, code, name },
      shares: (byCampaign.get(id) ?? []).map(({ line_id: lineId, micros }) => ({ lineId, micros })),
    })),
    lines: lines.map(({ id, name, cost_centre: costCentre, channel, vendor }) => ({
      ...{ id, name, costCentre, channel, vendor },
    })),
    glChannels: (await rulesOf(db, workspace.id)).rules.glChannels,
  };
}

/** Takes what is matched off the orders of a book, so that the next invoice sees what is left. */
export function takeFromOrders(
  book: OpenBook,
  { parts }: MatchProposal,
  invoice: { micros: number; currency: string },
): void {
  for (const part of parts) {
    const at = book.commitments.findIndex(({ id }) => id === part.commitmentId);
    const order = book.commitments[at];
    if (!order || order.currency !== invoice.currency) continue;
    const taken = Math.round((invoice.micros * part.percent) / 100);
    book.commitments[at] = {
      ...order,
      remainingMicros: Math.max(0, order.remainingMicros - taken),
    };
  }
}
