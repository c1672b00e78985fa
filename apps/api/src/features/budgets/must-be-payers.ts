import { monthName } from '@openmops/domain/budgets';
import { MopsError } from '@openmops/domain/shared';
import type { Trx } from '../../stores/records/records.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import type { ExpenseRow } from './expense-rows.ts';
import { lineRows } from './line-rows.ts';
import { planRows } from './plans.queries.ts';

/** The line and campaign of an order pay where nothing else is said. */
type Order = { id: string; line_id: string | null; campaign_id: string | null };
type Payer = { line: string | null; campaign: string | null; commitment: string | null };

/** The orders that pay. Refuses payers that are not there, lines of another year or scenario, and parts that nobody pays. */
export async function mustBePayers(
  trx: Trx,
  expense: ExpenseRow,
  parts: readonly Payer[],
): Promise<Map<string, Order>> {
  const { workspace_id: workspaceId } = expense;
  const named = (name: keyof Payer) =>
    [...new Set(parts.map((part) => part[name]))].filter((id) => id !== null);
  if (parts.some((part) => Object.values(payerOf(part)).every((id) => id === null)))
    throw new MopsError('INVALID', 'A part has no payer.', 'Name a line, a campaign or an order.');
  const plans = new Map((await planRows(trx, workspaceId)).map((plan) => [plan.id, plan]));
  const lines = await lineRows(trx, workspaceId, named('line'));
  for (const line of lines) {
    const plan = plans.get(line.plan_id);
    if (!plan || plan.scenario_id !== line.scenario_id)
      throw new MopsError(
        'INVALID',
        `“${line.name}” is a line of a scenario.`,
        'Choose one that counts.',
      );
    const place = expense.month - plan.first_month;
    if (place < 0 || place > 11)
      throw new MopsError(
        'INVALID',
        `“${line.name}” is of ${plan.name}; the invoice is booked in ${monthName(expense.month)}.`,
        'Choose a line of that year, or the order alone.',
      );
  }
  const campaigns = await campaignRows(trx, workspaceId, named('campaign'));
  const wantedOrders = named('commitment');
  const orders =
    wantedOrders.length === 0
      ? []
      : await trx
          .selectFrom('commitments')
          .select(['id', 'line_id', 'campaign_id'])
          .where('workspace_id', '=', workspaceId)
          .where('id', 'in', wantedOrders)
          .where('state', '=', 'open')
          .execute();
  const known = new Set([...lines, ...campaigns, ...orders].map(({ id }) => id));
  const missing = [...named('line'), ...named('campaign'), ...wantedOrders].find(
    (id) => !known.has(id),
  );
  if (missing !== undefined)
    throw new MopsError('NOT_FOUND', `There is no open ${missing}.`, 'Choose from the lists.');
  return new Map(orders.map((order) => [order.id, order]));
}

const payerOf = ({ line, campaign, commitment }: Payer) => ({ line, campaign, commitment });
