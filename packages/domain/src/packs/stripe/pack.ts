import type { Pack, PackMapping } from '../pack.ts';
import { CONTACT_RULES, MONEY_RULES } from '../parts/record-rules.ts';
import { AMOUNT, FLAG, into, recordStream, rowInto } from '../parts/record-stream.ts';
import { prepareEvent } from './event.ts';
import { prepareCharge, prepareIntent, prepareRefund, skipTests } from './payments.ts';

const CREATED = 'created|created_at';

const order: PackMapping = rowInto('order', {
  order_id: 'derived.order_id',
  at: CREATED,
  contact_id: 'customer.id|customer|customer_id',
  email: { from: 'billing_details.email|billing_detail_email|receipt_email', as: 'lower' },
  amount: { from: 'derived.amount', as: 'cents' },
  currency: 'currency',
  status: 'derived.status',
  utm_source: 'metadata.utm_source',
  medium: 'metadata.utm_medium',
  campaign: 'metadata.utm_campaign',
  country:
    'billing_details.address.country|billing_detail_address_country|payment_method_details.card.country|card_country',
});

const refund: PackMapping = rowInto('refund', {
  refund_id: 'id',
  order_id: 'derived.order_id',
  at: CREATED,
  amount: { from: 'amount', as: 'cents' },
  currency: 'currency',
});

const COMMON = {
  cursor: `updated|${CREATED}|_fivetran_synced`,
  deleted: 'is_deleted|_fivetran_deleted',
  skip: skipTests,
  required: [CREATED],
  types: { livemode: FLAG, amount: AMOUNT, currency: ['string'] },
  rules: MONEY_RULES,
} as const;

/** The one object of an event that a webhook or the log of events carries. */
const EVENTS =
  'customer.subscription.created customer.subscription.updated customer.subscription.deleted customer.subscription.paused customer.subscription.resumed charge.succeeded charge.captured charge.updated charge.refunded charge.refund.updated refund.created refund.updated payment_intent.succeeded payment_intent.canceled'.split(
    ' ',
  );

/**
 * Stripe: payments, refunds, customers, and the movements of recurring revenue.
 *
 * Movements come from events alone, since one subscription tells only what it is now. Amounts are in the
 * smallest unit of their currency, of which yen and some others have no hundredths.
 */
export const STRIPE: Pack = {
  id: 'stripe',
  name: 'Stripe',
  docs: [
    'https://docs.stripe.com/api/charges/object',
    'https://docs.stripe.com/api/events/object',
    'https://docs.stripe.com/api/subscriptions/object',
    'https://docs.stripe.com/currencies#zero-decimal',
  ],
  channel: null,
  streams: [
    recordStream({
      ...COMMON,
      id: 'charges',
      name: 'Charges',
      names: ['charges', 'charge'],
      marks: ['amount', 'currency'],
      key: ['id'],
      prepare: prepareCharge,
      mappings: [order, refund],
      allowed: { status: ['succeeded', 'pending', 'failed'] },
    }),
    recordStream({
      ...COMMON,
      id: 'payment_intents',
      name: 'Payments',
      names: ['payment_intents', 'payment_intent'],
      marks: ['amount', 'currency'],
      key: ['id'],
      prepare: prepareIntent,
      mappings: [order],
      allowed: {
        status: [
          'requires_payment_method',
          'requires_confirmation',
          'requires_action',
          'processing',
          'requires_capture',
          'canceled',
          'succeeded',
        ],
      },
    }),
    recordStream({
      ...COMMON,
      id: 'refunds',
      name: 'Refunds',
      names: ['refunds', 'refund'],
      marks: ['amount', 'currency', 'charge|charge_id|payment_intent|payment_intent_id'],
      key: ['id'],
      prepare: (record) => prepareRefund(record),
      mappings: [refund],
      allowed: { status: ['pending', 'requires_action', 'succeeded', 'failed', 'canceled'] },
    }),
    recordStream({
      ...COMMON,
      id: 'customers',
      name: 'Customers',
      names: ['customers', 'customer'],
      marks: ['livemode|delinquent|invoice_prefix'],
      key: ['id'],
      deleted: 'deleted|is_deleted|_fivetran_deleted',
      mappings: [
        into('contact', {
          contact_id: 'id',
          email: { from: 'email', as: 'lower' },
          last_name: 'name',
          phone: 'phone',
          country: 'address.country|address_country|shipping.address.country',
          created_at: CREATED,
          updated_at: 'updated',
        }),
      ],
      types: { livemode: FLAG },
      rules: CONTACT_RULES,
    }),
    recordStream({
      ...COMMON,
      id: 'events',
      name: 'Events',
      names: ['events', 'event', 'webhook', ...EVENTS],
      marks: ['type', 'data|data.object', 'livemode|api_version'],
      key: ['id'],
      prepare: prepareEvent,
      mappings: [
        rowInto('contract_movement', {
          movement_id: 'id',
          contract_id: 'derived.contract_id',
          contact_id: 'derived.contact_id',
          at: CREATED,
          kind: 'derived.kind',
          mrr_change: { from: 'derived.mrr_change', as: 'micros' },
          mrr: { from: 'derived.mrr', as: 'micros' },
          currency: 'derived.currency',
        }),
        order,
        refund,
      ],
      required: [CREATED, 'type'],
      types: { livemode: FLAG, data: ['object'] },
      rules: [{ id: 'currency_code', kind: 'type', field: 'currency', type: 'currency' }],
    }),
  ],
};
