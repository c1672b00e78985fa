import { pageOf } from '../parts/page.ts';
import {
  asJson,
  instantReader,
  type Json,
  listReader,
  textReader,
  withDerived,
} from '../parts/readers.ts';

const test = textReader('test');
const cancelled = instantReader('cancelled_at|cancelledAt');
const state = textReader('financial_status|displayFinancialStatus');
const landing = textReader(
  'landing_site|landing_site_base_url|customerJourneySummary.firstVisit.landingPage',
);
const count = textReader(
  'customer.orders_count|customer.numberOfOrders|customerJourneySummary.customerOrderIndex',
);
const refunds = listReader('refunds');
const transactions = listReader('transactions');
const kind = textReader('kind');
const status = textReader('status');
const refundAt = instantReader('processed_at|created_at');

/** Test orders and cancelled ones are kept, not counted. */
export function skipOrder(record: Json): string | null {
  if (/^(true|1)$/i.test(test(record) ?? '')) return 'Test order of Shopify.';
  return cancelled(record) === null ? null : 'Cancelled order of Shopify.';
}

const STATES: Readonly<Record<string, string>> = {
  paid: 'paid',
  partially_refunded: 'paid',
  refunded: 'paid',
  pending: 'pending',
  authorized: 'pending',
  partially_paid: 'pending',
  voided: 'cancelled',
  expired: 'cancelled',
};

/** An order with the campaign of its first page, and the money that was paid back for it. */
export function prepareOrder(record: Json): Json[] {
  const order = withDerived(record, {
    row: 'order',
    status: STATES[state(record)?.toLowerCase() ?? 'paid'] ?? 'pending',
    first_order: count(record) === '1' ? true : null,
    ...pageOf(landing(record)),
  });
  const back = refunds(record).flatMap((one) => {
    const refund = asJson(one);
    return refund ? prepareRefund({ order_id: record.id, ...refund }) : [];
  });
  return [order, ...back];
}

/** What a refund paid back: its transactions, since goods can be taken back without money. */
function prepareRefund(refund: Json): Json[] {
  return transactions(refund).flatMap((one) => {
    const entry = asJson(one);
    if (!entry) return [];
    const at = refundAt(entry) ?? refundAt(refund);
    return prepareTransaction({ order_id: refund.order_id, ...entry, processed_at: at });
  });
}

/** A transaction that paid money back; others leave no row. */
export function prepareTransaction(record: Json): Json[] {
  const done = (status(record) ?? 'success').toLowerCase() === 'success';
  if (kind(record)?.toLowerCase() !== 'refund' || !done) return [];
  return [withDerived(record, { row: 'refund' })];
}
