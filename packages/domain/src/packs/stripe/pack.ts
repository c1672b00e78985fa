import type { Pack, PackMapping } from '../pack.ts';
import { rawStream } from '../parts/ad-stream.ts';
import { CONTACT_RULES, MONEY_RULES } from '../parts/record-rules.ts';
import { AMOUNT, FLAG, into, recordStream, rowInto } from '../parts/record-stream.ts';
import { prepareWebhook } from './event.ts';
import { prepareMovement } from './movement.ts';
import { prepareCharge, prepareRefund, skipTests } from './payments.ts';

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

/** Webhooks by the name of their event. */
const WEBHOOKS =
  'webhook customer.subscription.created customer.subscription.updated customer.subscription.deleted customer.subscription.paused customer.subscription.resumed charge.succeeded charge.captured refund.created'.split(
    ' ',
  );

const MOVEMENT: PackMapping = rowInto('contract_movement', {
  movement_id: 'id',
  contract_id: 'derived.contract_id',
  contact_id: 'derived.contact_id',
  at: CREATED,
  kind: 'derived.kind',
  mrr_change: { from: 'derived.mrr_change', as: 'micros' },
  mrr: { from: 'derived.mrr', as: 'micros' },
  currency: 'derived.currency',
});
const EVENT = {
  marks: ['type', 'data|data.object', 'livemode|api_version'],
  key: ['id'],
  required: [CREATED, 'type'],
  types: { livemode: FLAG, data: ['object'] },
  rules: [{ id: 'currency_code', kind: 'type', field: 'currency', type: 'currency' }],
} as const;

/**
 * Stripe: payments, refunds, customers, and the movements of recurring revenue. Each is counted from one
 * stream: charges, refunds, and the log of events; webhooks are for those who read nothing else.
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
      mappings: [order],
      allowed: { status: ['succeeded', 'pending', 'failed'] },
    }),
    // Every payment that succeeds makes a charge, which counts.
    rawStream('payment_intents', 'Payments, counted as charges', [
      'payment_intents',
      'payment_intent',
    ]),
    recordStream({
      ...COMMON,
      id: 'refunds',
      name: 'Refunds',
      names: ['refunds', 'refund'],
      marks: ['amount', 'currency', 'charge|charge_id|payment_intent|payment_intent_id'],
      key: ['id'],
      prepare: prepareRefund,
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
      ...EVENT,
      id: 'events',
      name: 'Log of events: recurring revenue',
      names: ['events', 'event'],
      prepare: prepareMovement,
      mappings: [MOVEMENT],
    }),
    recordStream({
      ...COMMON,
      ...EVENT,
      id: 'webhooks',
      name: 'Webhooks',
      names: WEBHOOKS,
      prepare: prepareWebhook,
      mappings: [MOVEMENT, order, refund],
    }),
  ],
};
