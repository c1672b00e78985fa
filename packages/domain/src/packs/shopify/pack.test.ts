import { describe, expect, it } from 'vitest';
import { mapStreams, sumsOf } from '../parts/testing.ts';
import {
  CUSTOMERS,
  GRAPHQL_ORDERS,
  ORDERS,
  REFUNDS,
  TABLE_ORDERS,
  TRANSACTIONS,
} from './fixtures/records.ts';

describe('orders', () => {
  const mapped = mapStreams(
    {
      orders: ORDERS,
      order_refunds: REFUNDS,
      transactions: TRANSACTIONS,
      customers: CUSTOMERS,
    },
    'shopify',
  );

  it('count what was paid, and what was paid back once', () => {
    expect(mapped.problems).toEqual([]);
    expect(mapped.skipped).toEqual(['Test order of Shopify.', 'Cancelled order of Shopify.']);
    expect(sumsOf(mapped)).toEqual({ orders: 2, order_revenue: 238, refund_revenue: 19 });
  });

  it('are in the money of the shop, with the campaign of their first page', () => {
    expect(mapped.tables.order?.[0]).toMatchObject({
      order_id: '1001',
      at: Date.UTC(2026, 2, 1, 9),
      contact_id: '77',
      email: 'ann@north.example',
      account: 'north-shop',
      amount: 119_000_000,
      currency: 'EUR',
      first_order: true,
      utm_source: 'google',
      medium: 'cpc',
      campaign: 'Spring sale',
      country: 'DE',
    });
    expect(mapped.tables.order?.map(({ status, first_order }) => [status, first_order])).toEqual([
      ['paid', true],
      ['paid', null],
      ['pending', true],
    ]);
    expect(mapped.tables.refund).toEqual([
      {
        refund_id: '51',
        order_id: '1002',
        at: Date.UTC(2026, 2, 5, 9),
        account: null,
        amount: 19_000_000,
        currency: 'EUR',
      },
    ]);
    expect(mapped.tables.contact?.[0]).toMatchObject({ contact_id: '77', opted_out: true });
  });

  it('of tables come with their transactions', () => {
    const tables = mapStreams({ order: TABLE_ORDERS, transaction: TRANSACTIONS });
    expect(tables.problems).toEqual([]);
    expect(sumsOf(tables)).toEqual({ orders: 1, order_revenue: 119, refund_revenue: 19 });
  });

  it('come from tables and from GraphQL alike', () => {
    for (const streams of [{ order: TABLE_ORDERS }, { orders: GRAPHQL_ORDERS }]) {
      const other = mapStreams(streams);
      expect(other.problems).toEqual([]);
      expect(other.tables.order?.[0]).toMatchObject({
        order_id: '1001',
        contact_id: '77',
        amount: 119_000_000,
        status: 'paid',
        at: Date.UTC(2026, 2, 1, 9),
      });
    }
  });
});
