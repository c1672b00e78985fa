import { describe, expect, it } from 'vitest';
import { mapStreams, sumsOf } from '../parts/testing.ts';
import {
  CAMPAIGNS,
  EVENTS,
  NAMELESS,
  PROFILES,
  TABLE_EVENTS,
  TABLE_PERSONS,
  TAP_OPENS,
} from './fixtures/records.ts';

describe('events by their metric', () => {
  const mapped = mapStreams(
    { events_detailed: EVENTS, profiles: PROFILES, campaigns: CAMPAIGNS },
    'klaviyo',
  );

  it('count; recipients are deliveries and bounces', () => {
    expect(mapped.problems).toEqual([]);
    expect(sumsOf(mapped)).toEqual({
      emails_sent: 4,
      emails_delivered: 3,
      emails_soft_bounced: 1,
      email_opens: 1,
      email_clicks: 1,
      email_unsubscribes: 1,
      email_spam_complaints: 1,
    });
  });

  it('an order that a shop tells is a touch', () => {
    expect(mapped.tables.touchpoint?.map((one) => [one.kind, one.contact_id])).toEqual([
      ['purchase', 'p1'],
    ]);
    expect(mapped.tables.order).toBeUndefined();
  });

  it('know person, campaign and link', () => {
    const click = mapped.tables.email_event?.find((one) => one.kind === 'click');
    expect(click).toMatchObject({
      contact_id: 'p1',
      campaign_id: 'camp1',
      campaign: 'Spring',
      subject: 'Hello',
      url: 'https://example.com/a',
    });
    expect(mapped.tables.contact?.[0]).toMatchObject({
      email: 'ann@north.example',
      company: 'North',
      opted_out: true,
    });
    expect(mapped.tables.campaign?.[0]).toMatchObject({
      name: 'Spring',
      channel: 'Email',
      status: 'Sent',
    });
  });

  it('without the name of the metric leave no row, and are no fault', () => {
    const nameless = mapStreams({ events: NAMELESS }, 'klaviyo');
    expect(nameless.problems).toEqual([]);
    expect(nameless.tables).toEqual({});
  });

  it('come from taps and from tables with upper-case columns alike', () => {
    const other = mapStreams({ open: TAP_OPENS, event: TABLE_EVENTS, person: TABLE_PERSONS });
    expect(other.problems).toEqual([]);
    expect(
      other.tables.email_event?.map((one) => [one.kind, one.contact_id, one.campaign_id, one.at]),
    ).toEqual([
      ['open', 'p1', 'camp1', Date.UTC(2026, 2, 3, 10)],
      ['sent', 'p1', 'camp1', Date.UTC(2026, 2, 3, 10)],
      ['delivered', 'p1', 'camp1', Date.UTC(2026, 2, 3, 10)],
    ]);
    expect(other.tables.contact?.[0]).toMatchObject({
      contact_id: 'p2',
      first_name: 'Ben',
      country: 'Germany',
    });
  });
});
