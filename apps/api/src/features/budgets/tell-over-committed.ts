import type { Trx } from '../../stores/records/records.ts';
import type { Context } from '../../verb.ts';
import { tellSubscribers } from '../subscriptions/tell-subscribers.ts';
import type { CommitmentRow } from './commitments.ts';

/** Says that an order was accepted for more than was available; nothing where it fits. */
export async function tellOverCommitted(
  trx: Trx,
  { workspace, now }: Pick<Context<'long'>, 'workspace' | 'now'>,
  row: CommitmentRow,
): Promise<void> {
  if (row.over_micros <= 0) return;
  const data = {
    order: row.id,
    number: row.number,
    vendor: row.vendor,
    plan: row.plan_id,
    amount: row.base_micros / 1e6,
    missing: row.over_micros / 1e6,
    currency: workspace.currency,
  };
  const place = { workspace, at: new Date(now) };
  await tellSubscribers(trx, place, [{ event: 'budget.over_committed', data }]);
}
