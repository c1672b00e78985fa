import { describe, expect, it } from 'vitest';
import { mapStreams, sumsOf } from '../parts/testing.ts';
import {
  ACTIVITY,
  CAMPAIGNS,
  MEMBERS,
  REPORTS,
  TABLE_ACTIVITY,
  TABLE_MEMBERS,
  TABLE_UNSUBSCRIBE,
} from './fixtures/records.ts';

describe('reports and activity', () => {
  const mapped = mapStreams({
    campaigns: CAMPAIGNS,
    reports: REPORTS,
    email_activity: ACTIVITY,
    list_members: MEMBERS,
  });

  it('are counted once: reports have the sums, activity only the single events', () => {
    expect(mapped.problems).toEqual([]);
    expect(sumsOf(mapped)).toEqual({
      emails_sent: 1000,
      emails_delivered: 984,
      emails_hard_bounced: 10,
      emails_soft_bounced: 5,
      emails_bounced_other: 1,
      email_unique_opens: 300,
      email_opens: 400,
      email_unique_clicks: 60,
      email_clicks: 80,
      email_unsubscribes: 4,
      email_spam_complaints: 1,
      email_orders: 3,
      email_revenue: 150.5,
    });
    expect(
      mapped.tables.email_event?.map((one) => [one.kind, one.contact_id, one.counted]),
    ).toEqual([
      ['open', 'm1', false],
      ['click', 'm1', false],
      ['soft_bounce', 'm2', false],
    ]);
  });

  it('stand on the day of sending', () => {
    expect(mapped.tables.email_send?.[0]).toMatchObject({
      day: Date.UTC(2026, 2, 3) / 86_400_000,
      campaign: 'March',
      list: 'News',
      channel: 'Email',
      currency: 'EUR',
    });
    expect(mapped.tables.campaign?.[0]).toMatchObject({
      campaign_id: 'c1',
      name: 'March',
      channel: 'Email',
    });
    expect(mapped.tables.contact?.[0]).toMatchObject({
      contact_id: 'm1',
      email: 'ann@north.example',
      first_name: 'Ann',
      opted_out: true,
      country: 'DE',
    });
  });

  it('of tables without reports are counted by their events', () => {
    const tables = mapStreams({
      campaign_recipient_activity: TABLE_ACTIVITY,
      unsubscribe: TABLE_UNSUBSCRIBE,
      member: TABLE_MEMBERS,
    });
    expect(tables.problems).toEqual([]);
    expect(sumsOf(tables)).toEqual({
      email_opens: 1,
      emails_hard_bounced: 1,
      email_unsubscribes: 1,
    });
    expect(tables.tables.contact?.[0]).toMatchObject({
      first_name: 'Ben',
      opted_out: null,
      created_at: Date.UTC(2026, 0, 2, 10),
    });
  });

  it('an action that Mailchimp does not have is set aside', () => {
    const odd = mapStreams({ email_activity: [{ ...ACTIVITY[0], action: 'stared' }] });
    expect(odd.problems).toMatchObject([{ code: 'value', field: 'action' }]);
  });
});
