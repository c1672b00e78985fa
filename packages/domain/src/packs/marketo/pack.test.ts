import { describe, expect, it } from 'vitest';
import { mapStreams, sumsOf } from '../parts/testing.ts';
import {
  ACTIVITIES,
  LEADS,
  MEMBERS,
  PROGRAMS,
  TABLE_CHANGES,
  TAP_OPENS,
} from './fixtures/records.ts';

describe('people, activities and programs', () => {
  const mapped = mapStreams(
    { leads: LEADS, activities: ACTIVITIES, programs: PROGRAMS, program_members: MEMBERS },
    'marketo',
  );

  it('give the right counts; merged and deleted people do not count', () => {
    expect(mapped.problems).toEqual([]);
    expect(mapped.streams).toEqual([
      'marketo leads',
      'marketo activities',
      'marketo programs',
      'marketo program_members',
    ]);
    expect(sumsOf(mapped)).toEqual({
      leads: 2,
      mqls: 1,
      emails_sent: 1,
      emails_delivered: 1,
      email_opens: 1,
      email_clicks: 1,
      emails_hard_bounced: 1,
      emails_soft_bounced: 1,
      email_unsubscribes: 1,
    });
    expect(mapped.tables.contact?.find((one) => one.contact_id === '13')).toEqual({
      contact_id: '13',
      merged_into: '11',
    });
    expect(mapped.tables.contact?.some((one) => one.contact_id === '14')).toBe(false);
  });

  it('tell what people did: visits, forms, and one answer to a program', () => {
    expect(
      mapped.tables.touchpoint?.map((one) => [
        one.kind,
        one.content,
        one.utm_source,
        one.campaign_id,
      ]),
    ).toEqual([
      ['visit', '/pricing', 'news', null],
      ['form', 'Contact form', null, null],
      ['campaign_response', 'Attended', null, '40'],
    ]);
  });

  it('tell the changes of the stage', () => {
    expect(mapped.tables.stage_transition?.map((one) => [one.from_stage, one.to_stage])).toEqual([
      ['Open', 'MQL'],
      ['Known', 'Sales lead'],
    ]);
  });

  it('tell which e-mail it was', () => {
    const [sent, , open, click] = mapped.tables.email_event ?? [];
    expect(sent).toMatchObject({
      message_id: '700:9:11',
      campaign_id: '700',
      campaign: 'Spring.Mail-1',
    });
    expect(open).toMatchObject({ message_id: '700:9:11', user_agent: 'Mail/1' });
    expect(click).toMatchObject({ url: 'https://example.com/a' });
  });

  it('come from taps and tables alike', () => {
    const other = mapStreams({
      activities_open_email: TAP_OPENS,
      activity_change_data_value: TABLE_CHANGES,
    });
    expect(other.problems).toEqual([]);
    expect(other.tables.email_event).toEqual([
      expect.objectContaining({
        event_id: 'g1',
        kind: 'open',
        message_id: '700:9:11',
        user_agent: 'Mail/1',
      }),
    ]);
    expect(other.tables.stage_transition).toHaveLength(1);
  });
});
