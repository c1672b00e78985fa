import { describe, expect, it } from 'vitest';
import { mapStreams, sumsOf } from '../parts/testing.ts';
import {
  ACTIVITIES,
  CAMPAIGNS,
  PROSPECTS,
  TAP_ACTIVITIES,
  TAP_PROSPECTS,
} from './fixtures/records.ts';

describe('prospects and what they did', () => {
  it.each(['account-engagement', 'account_engagement', 'pardot', 'Pardot'])(
    'under the name %s',
    (source) => {
      const mapped = mapStreams(
        { prospects: PROSPECTS, visitor_activities: ACTIVITIES, campaigns: CAMPAIGNS },
        source,
      );
      expect(mapped.problems).toEqual([]);
      expect(mapped.deleted).toBe(1);
      expect(mapped.streams).toEqual([
        'account-engagement prospects',
        'account-engagement visitor_activities',
        'account-engagement campaigns',
      ]);
      expect(sumsOf(mapped)).toEqual({
        leads: 1,
        emails_sent: 1,
        email_opens: 1,
        email_clicks: 1,
        emails_hard_bounced: 1,
        email_unsubscribes: 1,
        email_spam_complaints: 1,
      });
      expect(mapped.tables.touchpoint?.map((one) => [one.kind, one.content])).toEqual([
        ['form', 'Contact form'],
        ['visit', '5 pages'],
        ['event', 'Spring webinar'],
      ]);
      expect(mapped.tables.contact?.[0]).toMatchObject({
        contact_id: '31',
        title: 'CEO',
        score: 120_000_000,
        channel: 'Webinar',
      });
    },
  );

  it('as a tap of the older version writes them', () => {
    const mapped = mapStreams({
      pardot_prospects: TAP_PROSPECTS,
      pardot_visitor_activities: TAP_ACTIVITIES,
    });
    expect(mapped.problems).toEqual([]);
    expect(mapped.tables.contact?.[0]).toMatchObject({ opted_out: true, campaign: 'Website' });
    expect(sumsOf(mapped)).toEqual({ leads: 1, email_opens: 1 });
  });
});
