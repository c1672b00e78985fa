import { defineTable, feed, fields } from '../define-table.ts';

const DIMS = {
  account: 'account',
  channel: 'channel',
  utm_source: 'utm_source',
  medium: 'medium',
  campaign: 'campaign',
  country: 'country',
} as const;

/** What was bought. */
export const ORDER_TABLE = defineTable({
  id: 'order',
  name: 'Orders',
  grain: 'One row per order or payment of a source; test orders are left out.',
  key: ['order_id'],
  fields: fields([
    ['order_id', 'text', 'The source’s identifier of the order.', '!'],
    ['at', 'instant', 'When it was placed or paid.', '!'],
    ['contact_id', 'text', 'The source’s identifier of the buyer.'],
    ['email', 'text', 'Address of the buyer.', '@'],
    ['account', 'text', 'Shop or account.'],
    ['amount', 'money', 'What was paid, before refunds.', '!'],
    ['currency', 'text', 'Currency of the amount, ISO 4217.', '!'],
    ['status', 'text', 'paid, pending or cancelled.'],
    ['first_order', 'flag', 'The first order of the buyer.'],
    ['channel', 'text', 'Marketing channel.'],
    ['utm_source', 'text', 'Source of the visit.'],
    ['medium', 'text', 'Medium of the visit.'],
    ['campaign', 'text', 'Name of the campaign.'],
    ['country', 'text', 'Country.'],
    ['updated_at', 'instant', 'When the source last changed it.'],
  ]),
  feeds: [
    feed('web_session.orders', { day: 'at', where: { status: ['paid'] }, dims: DIMS }),
    feed('web_session.order_revenue', {
      day: 'at',
      value: 'amount',
      where: { status: ['paid'] },
      dims: DIMS,
    }),
  ],
});

/** What was paid back. */
export const REFUND_TABLE = defineTable({
  id: 'refund',
  name: 'Refunds',
  grain: 'One row per refund of a source.',
  key: ['refund_id'],
  fields: fields([
    ['refund_id', 'text', 'The source’s identifier of the refund.', '!'],
    ['order_id', 'text', 'The source’s identifier of the order.'],
    ['at', 'instant', 'When it was paid back.', '!'],
    ['account', 'text', 'Shop or account.'],
    ['amount', 'money', 'What was paid back, above zero.', '!'],
    ['currency', 'text', 'Currency of the amount, ISO 4217.', '!'],
  ]),
  feeds: [
    feed('web_session.refund_revenue', {
      day: 'at',
      value: 'amount',
      dims: { account: 'account' },
    }),
  ],
});

const MRR_DIMS = { account: 'account', country: 'country', record: 'contract_id' } as const;
const movement = (measure: string, kinds: readonly string[]) =>
  feed(`subscription.${measure}`, {
    day: 'at',
    value: 'mrr_change',
    where: { kind: kinds },
    dims: MRR_DIMS,
  });

/** How recurring revenue grew and shrank. */
export const CONTRACT_MOVEMENT_TABLE = defineTable({
  id: 'contract_movement',
  name: 'Contract movements',
  grain: 'One row per change of what a customer pays again and again.',
  key: ['movement_id'],
  fields: fields([
    ['movement_id', 'text', 'The source’s identifier of the change.', '!'],
    ['contract_id', 'text', 'The source’s identifier of the subscription.', '!'],
    ['contact_id', 'text', 'The source’s identifier of the customer.'],
    ['account', 'text', 'Billing account.'],
    ['at', 'instant', 'From when it holds.', '!'],
    ['kind', 'text', 'new, expansion, contraction, churn or reactivation.', '!'],
    ['mrr_change', 'money', 'Size of the change of monthly recurring revenue, above zero.', '!'],
    ['mrr', 'money', 'Monthly recurring revenue of the contract afterwards.'],
    ['currency', 'text', 'Currency, ISO 4217.', '!'],
    ['country', 'text', 'Country.'],
  ]),
  feeds: [
    movement('mrr_new', ['new', 'reactivation']),
    movement('mrr_expansion', ['expansion']),
    movement('mrr_contraction', ['contraction']),
    movement('mrr_churned', ['churn']),
    feed('subscription.customers_new', { day: 'at', where: { kind: ['new'] }, dims: MRR_DIMS }),
    feed('subscription.customers_churned', {
      day: 'at',
      where: { kind: ['churn'] },
      dims: MRR_DIMS,
    }),
  ],
});

/** Rows of plan sheets, to be taken over into plans. */
export const PLAN_ROW_TABLE = defineTable({
  id: 'plan_row',
  name: 'Rows of plan sheets',
  grain: 'One row per row of a sheet.',
  key: ['sheet_id', 'row_id'],
  fields: fields([
    ['sheet_id', 'text', 'The source’s identifier of the sheet.', '!'],
    ['row_id', 'text', 'The source’s identifier of the row.', '!'],
    ['sheet', 'text', 'Name of the sheet.'],
    ['parent_row_id', 'text', 'Row above it in the outline.'],
    ['name', 'text', 'First column: what the row is about.'],
    ['campaign', 'text', 'Name of the campaign.'],
    ['owner', 'text', 'Who does it.'],
    ['status', 'text', 'Status as the sheet says it.'],
    ['start_at', 'instant', 'Start.'],
    ['end_at', 'instant', 'End.'],
    ['budget', 'money', 'Budget.'],
    ['currency', 'text', 'Currency of the budget, ISO 4217.'],
    ['updated_at', 'instant', 'When the source last changed it.'],
  ]),
  feeds: [],
});
