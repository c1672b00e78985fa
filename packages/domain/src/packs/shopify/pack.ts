import type { Pack } from '../pack.ts';
import { rawStream } from '../parts/ad-stream.ts';
import { CONTACT_RULES, MONEY_RULES } from '../parts/record-rules.ts';
import { AMOUNT, FLAG, into, recordStream, rowInto } from '../parts/record-stream.ts';
import { prepareOrder, prepareTransaction, skipOrder } from './order.ts';

const last = (from: string) => ({ from, as: 'last' }) as const;
const UPDATED = 'updated_at|updatedAt|_fivetran_synced';
const GONE = 'deleted_at|_fivetran_deleted';
const SHOP = 'shop_url|shop|_sdc_shop_name';

const refund = rowInto('refund', {
  refund_id: last('id'),
  order_id: last('order_id'),
  at: 'processed_at|created_at',
  account: SHOP,
  amount: 'amount|amountSet.shopMoney.amount',
  currency: 'currency|amountSet.shopMoney.currencyCode',
});

/** Shopify: orders in the money of the shop, refunds by what was paid back, customers. */
export const SHOPIFY: Pack = {
  id: 'shopify',
  name: 'Shopify',
  docs: [
    'https://shopify.dev/docs/api/admin-rest/latest/resources/order',
    'https://shopify.dev/docs/api/admin-rest/latest/resources/refund',
    'https://shopify.dev/docs/api/admin-graphql/latest/objects/Order',
  ],
  channel: null,
  streams: [
    recordStream({
      id: 'orders',
      name: 'Orders',
      names: ['orders', 'order'],
      marks: [
        'total_price|total_price_set|totalPriceSet',
        'financial_status|displayFinancialStatus|landing_site|landing_site_base_url|order_number',
      ],
      key: ['id'],
      cursor: UPDATED,
      deleted: GONE,
      skip: skipOrder,
      prepare: prepareOrder,
      mappings: [
        rowInto('order', {
          order_id: last('id'),
          at: 'processed_at|processedAt|created_at|createdAt',
          contact_id: last('customer.id|customer_id'),
          email: { from: 'email|contact_email|customer.email', as: 'lower' },
          account: SHOP,
          amount: 'total_price_set.shop_money.amount|totalPriceSet.shopMoney.amount|total_price',
          currency:
            'total_price_set.shop_money.currency_code|totalPriceSet.shopMoney.currencyCode|currency',
          status: 'derived.status',
          first_order: 'derived.first_order',
          utm_source: 'derived.utm_source',
          medium: 'derived.medium',
          campaign: 'derived.campaign',
          country:
            'shipping_address.country_code|shipping_address_country_code|billing_address.country_code|billing_address_country_code|shippingAddress.countryCodeV2',
          updated_at: UPDATED,
        }),
        refund,
      ],
      required: ['processed_at|processedAt|created_at|createdAt'],
      types: { test: FLAG, total_price: AMOUNT, currency: ['string'] },
      allowed: {
        financial_status: [
          'pending',
          'authorized',
          'partially_paid',
          'paid',
          'partially_refunded',
          'refunded',
          'voided',
          'expired',
        ],
      },
      rules: MONEY_RULES,
    }),
    // Orders carry them; counted here, they would count twice.
    rawStream('order_refunds', 'Refunds, counted with orders', ['order_refunds', 'refunds']),
    rawStream('order_transactions', 'Transactions, counted with orders', ['transactions']),
    recordStream({
      id: 'transactions',
      name: 'Transactions of tables, whose orders carry none',
      names: ['transaction', 'order_transaction'],
      marks: ['order_id', 'kind', 'amount'],
      key: ['id'],
      cursor: 'processed_at|created_at',
      deleted: GONE,
      skip: (record) => (record.test === true ? 'Test transaction of Shopify.' : null),
      prepare: prepareTransaction,
      mappings: [refund],
      types: { amount: AMOUNT },
      allowed: {
        kind: ['authorization', 'capture', 'sale', 'void', 'refund', 'change', 'emv_authorization'],
      },
      rules: MONEY_RULES,
    }),
    recordStream({
      id: 'customers',
      name: 'Customers',
      names: ['customers', 'customer'],
      marks: ['orders_count|accepts_marketing|verified_email|email_marketing_consent|total_spent'],
      key: ['id'],
      cursor: UPDATED,
      deleted: GONE,
      mappings: [
        into('contact', {
          contact_id: last('id'),
          email: { from: 'email', as: 'lower' },
          first_name: 'first_name|firstName',
          last_name: 'last_name|lastName',
          phone: 'phone',
          company: 'default_address.company',
          country: 'default_address.country_code',
          created_at: 'created_at|createdAt',
          opted_out: {
            from: 'email_marketing_consent.state|email_marketing_consent_state',
            values: {
              subscribed: 'false',
              not_subscribed: 'false',
              pending: 'false',
              unsubscribed: 'true',
              redacted: 'true',
              invalid: '',
            },
          },
          updated_at: UPDATED,
        }),
      ],
      rules: CONTACT_RULES,
    }),
  ],
};
