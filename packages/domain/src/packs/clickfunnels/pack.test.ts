import { describe, expect, it } from 'vitest';
import { mapStreams, sumsOf } from '../parts/testing.ts';
import { CLASSIC, EVENTS } from './fixtures/events.ts';

describe('events of version 2', () => {
  const mapped = mapStreams({ webhook: EVENTS }, 'clickfunnels');

  it('give people, steps and revenue, each once', () => {
    expect(mapped.problems).toEqual([]);
    expect(mapped.skipped).toEqual(['Test record of ClickFunnels.']);
    expect(sumsOf(mapped)).toEqual({ leads: 1, orders: 1, order_revenue: 97.5 });
    expect(mapped.tables.contact?.map((one) => [one.contact_id, one.email])).toEqual([
      ['101', 'ann@north.example'],
    ]);
    expect(
      mapped.tables.touchpoint?.map((one) => [one.kind, one.content, one.contact_id, one.campaign]),
    ).toEqual([
      ['form', 'Opt-in page', '101', 'Book funnel'],
      ['purchase', 'Opt-in page', '101', 'Book funnel'],
    ]);
    expect(mapped.tables.touchpoint?.[0]).toMatchObject({
      utm_source: 'meta',
      medium: 'paid_social',
      url: 'https://funnel.example/join',
    });
  });

  it('come in streams of their own alike, whatever they are called', () => {
    const one = mapStreams(
      { 'one-time-order.completed': EVENTS.slice(4, 5), 'my funnel': EVENTS.slice(1, 2) },
      'clickfunnels',
    );
    expect(sumsOf(one)).toEqual({ leads: 1, orders: 1, order_revenue: 97.5 });
  });
});

it('events of the classic version', () => {
  const mapped = mapStreams(
    { contact_created: CLASSIC.slice(0, 1), purchase_created: CLASSIC.slice(1) },
    'clickfunnels',
  );
  expect(mapped.problems).toEqual([]);
  expect(sumsOf(mapped)).toEqual({ leads: 1, orders: 1, order_revenue: 47 });
  expect(mapped.tables.touchpoint?.map((one) => [one.kind, one.content])).toEqual([
    ['form', 'Squeeze page'],
    ['purchase', null],
  ]);
});
