import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapStreams, sumsOf } from '../parts/testing.ts';
import {
  at,
  CHARGES,
  EVENTS,
  event,
  INTENTS,
  item,
  REFUNDS,
  subscription,
} from './fixtures/records.ts';
import { prepareMovement } from './movement.ts';
import { mrrOf } from './mrr.ts';

const signed = (kind: unknown, change: number) =>
  kind === 'churn' || kind === 'contraction' ? -change : change;

describe('payments', () => {
  const mapped = mapStreams(
    { charges: CHARGES, payment_intents: INTENTS, refunds: REFUNDS },
    'stripe',
  );

  it('are orders, once, in the smallest unit of their currency', () => {
    expect(mapped.problems).toEqual([]);
    expect(mapped.skipped).toEqual(['Record of Stripe’s test mode (livemode is false).']);
    expect(
      mapped.tables.order?.map((one) => [one.order_id, one.status, one.amount, one.currency]),
    ).toEqual([
      ['pi_1', 'paid', 19_990_000, 'EUR'],
      ['ch_2', 'paid', 500_000_000, 'JPY'],
      ['ch_3', 'paid', 12_345_000, 'KWD'],
      ['ch_6', 'pending', 19_990_000, 'EUR'],
      ['ch_7', 'paid', 1_500_000_000, 'MGA'],
    ]);
    expect(sumsOf(mapped)).toMatchObject({ orders: 4, refund_revenue: 5 });
  });

  it('know who paid and why', () => {
    const one = mapStreams({ charges: CHARGES.slice(1, 2) }, 'stripe').tables.order?.[0];
    expect(one).toMatchObject({
      email: 'ann@north.example',
      country: 'DE',
      utm_source: 'google',
      campaign: 'brand',
      at: at('03-01') * 1000,
    });
  });

  it('a status that Stripe does not have sets a charge aside', () => {
    const odd = mapStreams({ charges: [{ ...CHARGES[0], status: 'maybe' }] }, 'stripe');
    expect(odd.problems).toMatchObject([{ code: 'value', field: 'status' }]);
  });

  it('of webhooks count when the money was taken, and not again', () => {
    const hook = (type: string, object: object) => ({
      id: `evt_${type}`,
      object: 'event',
      api_version: 'x',
      type,
      livemode: true,
      created: at('03-01'),
      data: { object },
    });
    const [charge] = CHARGES;
    const later = { ...charge, captured: false, amount_captured: 0 };
    const hooks = mapStreams(
      {
        webhook: [
          hook('charge.succeeded', later),
          hook('charge.captured', { ...charge }),
          hook('charge.updated', { ...charge }),
          hook('payment_intent.succeeded', { ...INTENTS[0] }),
          hook('refund.created', { ...REFUNDS[0] }),
        ],
      },
      'stripe',
    );
    expect(hooks.problems).toEqual([]);
    expect(sumsOf(hooks)).toEqual({ orders: 1, order_revenue: 19.99, refund_revenue: 5 });
    expect(
      mapStreams({ events: [hook('charge.captured', { ...charge })] }, 'stripe').tables,
    ).toEqual({});
  });
});

describe('recurring revenue', () => {
  const mapped = mapStreams({ events: EVENTS }, 'stripe');

  it('moves from event to event', () => {
    expect(mapped.problems).toEqual([]);
    expect(
      mapped.tables.contract_movement?.map((one) => [one.kind, one.mrr_change, one.mrr]),
    ).toEqual([
      ['new', 20_000_000, 20_000_000],
      ['expansion', 40_000_000, 60_000_000],
      ['contraction', 20_000_000, 40_000_000],
      ['churn', 40_000_000, 0],
      ['reactivation', 40_000_000, 40_000_000],
      ['churn', 40_000_000, 0],
    ]);
    expect(sumsOf(mapped)).toEqual({
      mrr_new: 60,
      mrr_expansion: 40,
      mrr_contraction: 20,
      mrr_churned: 80,
      customers_new: 1,
      customers_churned: 2,
    });
  });

  it('is the amount over the months of the interval', () => {
    expect(mrrOf(subscription({ items: { data: [item(36_500, 1, 'day', 365)] } }))).toBe(
      30_416_667,
    );
    expect(mrrOf(subscription({ items: { data: [item(3000, 2, 'month', 3)] } }))).toBe(20_000_000);
    expect(mrrOf(subscription({ items: { data: [item(8400, 1, 'week')] } }))).toBe(365_000_000);
    expect(
      mrrOf(subscription({ discount: { coupon: { percent_off: 25, duration: 'forever' } } })),
    ).toBe(15_000_000);
    expect(
      mrrOf(subscription({ discount: { coupon: { amount_off: 500, duration: 'repeating' } } })),
    ).toBe(15_000_000);
    expect(
      mrrOf(subscription({ discount: { coupon: { percent_off: 25, duration: 'once' } } })),
    ).toBe(20_000_000);
    const metered = {
      quantity: 9,
      price: { unit_amount: 5, recurring: { interval: 'month', usage_type: 'metered' } },
    };
    expect(mrrOf(subscription({ items: { data: [metered] } }))).toBe(0);
    expect(
      mrrOf({
        status: 'active',
        currency: 'jpy',
        plan: { amount: 500, interval: 'month' },
        quantity: 2,
      }),
    ).toBe(1_000_000_000);
  });

  it('a trial that ends without payment brought nothing', () => {
    const ended = subscription({
      status: 'canceled',
      trial_end: at('02-01'),
      ended_at: at('01-20'),
    });
    expect(prepareMovement(event('deleted', '01-20', ended))).toEqual([]);
  });

  it('movements add up to what a subscription brings', () => {
    const state = fc.record({
      status: fc.constantFrom('trialing', 'active', 'past_due', 'incomplete', 'unpaid'),
      price: fc.integer({ min: 0, max: 1_000_000 }),
      quantity: fc.integer({ min: 1, max: 20 }),
      interval: fc.constantFrom('day', 'week', 'month', 'year'),
      off: fc.constantFrom(null, 10, 100),
    });
    fc.assert(
      fc.property(fc.array(state, { minLength: 1, maxLength: 6 }), (states) => {
        const objects = states.map((one) =>
          subscription({
            status: one.status,
            items: { data: [item(one.price, one.quantity, one.interval)] },
            discount:
              one.off === null ? null : { coupon: { percent_off: one.off, duration: 'forever' } },
          }),
        );
        const events = objects.map((object, n) =>
          n === 0
            ? event('created', '01-01', object)
            : event('updated', '01-02', object, objects[n - 1]),
        );
        const sum = events
          .flatMap(prepareMovement)
          .map((row) => row.derived as { kind: string; mrr_change: number })
          .reduce((total, { kind, mrr_change }) => total + signed(kind, mrr_change), 0);
        expect(sum).toBe(mrrOf(objects.at(-1) ?? {}));
      }),
      { numRuns: 1000 },
    );
  });
});
