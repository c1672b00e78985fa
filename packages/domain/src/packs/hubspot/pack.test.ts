import { describe, expect, it } from 'vitest';
import { mapStreams, sumsOf } from '../parts/testing.ts';
import {
  API_COMPANIES,
  API_CONTACTS,
  API_DEALS,
  TABLE_CONTACTS,
  V1_CONTACTS,
} from './fixtures/crm.ts';
import { EMAIL_EVENTS } from './fixtures/events.ts';

const ms = (day: string) => Date.parse(`2026-${day}T10:00:00.000Z`);

describe('records of the API', () => {
  const mapped = mapStreams({ contacts: API_CONTACTS, companies: API_COMPANIES, deals: API_DEALS });

  it('give the right number of leads, MQLs, SQLs and won deals', () => {
    expect(mapped.problems).toEqual([]);
    expect(mapped.deleted).toBe(2);
    expect(sumsOf(mapped)).toEqual({
      leads: 2,
      mqls: 2,
      sqls: 1,
      opps_created: 3,
      pipeline_created: 20_000.5,
      deals_won: 1,
      deals_lost: 1,
      bookings_won: 12_000.5,
    });
  });

  it('become people, and those who were merged count no more', () => {
    const [ann, old] = mapped.tables.contact ?? [];
    expect(ann).toMatchObject({
      contact_id: '101',
      email: 'ann.day@north.example',
      account_id: '501',
      channel: 'Paid Search',
      campaign: 'brand-de',
      score: 42_000_000,
      created_at: ms('01-02'),
      mql_at: ms('01-20'),
      sql_at: ms('02-03'),
      opted_out: null,
    });
    expect(old).toEqual({ contact_id: '102', merged_into: '101' });
    expect(mapped.tables.contact?.map((one) => one.contact_id)).toEqual([
      '101',
      '102',
      '103',
      '104',
      '105',
    ]);
    expect(mapped.tables.contact?.[3]?.opted_out).toBe(true);
  });

  it('become companies', () => {
    expect(mapped.tables.account).toEqual([
      expect.objectContaining({
        account_id: '501',
        domain: 'north.example',
        employees: 250_000_000,
        annual_revenue: 12_500_000_500_000,
        city: 'Bremen',
      }),
    ]);
  });

  it('become deals with their people', () => {
    expect(
      mapped.tables.deal?.map(({ deal_id, outcome, account_id }) => [deal_id, outcome, account_id]),
    ).toEqual([
      ['901', 'won', '501'],
      ['902', 'lost', null],
      ['903', null, null],
    ]);
    expect(mapped.tables.deal_contact).toEqual([
      { deal_id: '901', contact_id: '101', role: null },
      { deal_id: '901', contact_id: '104', role: 'decision maker' },
    ]);
  });

  it('become changes of stages, in the order of time', () => {
    expect(
      mapped.tables.stage_transition?.map((one) => [
        one.entity,
        one.from_stage,
        one.to_stage,
        one.at,
      ]),
    ).toEqual([
      ['contact', null, 'lead', ms('01-02')],
      ['contact', 'lead', 'marketingqualifiedlead', ms('01-20')],
      ['contact', 'marketingqualifiedlead', 'salesqualifiedlead', ms('02-03')],
      ['deal', null, 'appointmentscheduled', ms('02-03')],
      ['deal', 'appointmentscheduled', 'qualifiedtobuy', ms('02-10')],
      ['deal', 'qualifiedtobuy', '4711', ms('03-20')],
    ]);
  });

  it('are gone when a webhook says so', () => {
    const later = { objectId: 104, occurredAt: ms('02-11'), subscriptionType: 'contact.deletion' };
    const left = mapStreams({ contacts: API_CONTACTS, 'contact.deletion': [later] });
    expect(sumsOf(left)).toEqual({ leads: 1, mqls: 1, sqls: 1 });
  });

  it('wait in either order: a merged contact that comes later stays merged', () => {
    const late = mapStreams({ contacts: [...API_CONTACTS].reverse() });
    expect(sumsOf(late)).toEqual({ leads: 2, mqls: 2, sqls: 1 });
  });
});

describe('other connectors', () => {
  it('columns of their own', () => {
    const mapped = mapStreams({ contact: TABLE_CONTACTS });
    expect(mapped.problems).toEqual([]);
    expect(sumsOf(mapped)).toEqual({ mqls: 1 });
    expect(mapped.tables.contact?.[0]).toMatchObject({
      contact_id: '101',
      created_at: ms('01-02'),
    });
  });

  it('properties as columns beside properties', () => {
    const [one] = API_CONTACTS;
    const flat = Object.entries(one?.properties ?? {}).map(([name, value]) => [
      `properties_${name}`,
      value,
    ]);
    const mapped = mapStreams({
      contacts: [{ ...one, ...Object.fromEntries(flat), properties: undefined }],
    });
    expect(sumsOf(mapped)).toEqual({ leads: 1, mqls: 1, sqls: 1 });
  });

  it('the first version of the API, with the forms that a contact sent', () => {
    const mapped = mapStreams({ contacts: V1_CONTACTS });
    expect(mapped.problems).toEqual([]);
    expect(sumsOf(mapped)).toEqual({ mqls: 1 });
    expect(mapped.tables.stage_transition).toHaveLength(2);
    expect(mapped.tables.touchpoint).toEqual([
      {
        touch_id: 'form:c-1',
        at: ms('01-02'),
        kind: 'form',
        contact_id: '101',
        email: null,
        content: 'Guide',
        url: 'https://www.example.com/guide',
        utm_source: 'google',
        medium: 'cpc',
        campaign: 'brand-de',
      },
    ]);
  });

  it('tables of histories say the same change once, beside the history in the contact', () => {
    const row = { contact_id: 101, timestamp: '2026-01-20 10:00:00.000', source: 'WORKFLOWS' };
    const mapped = mapStreams({
      contacts: API_CONTACTS.slice(0, 1),
      contact_property_history: [
        { ...row, name: 'lifecyclestage', value: 'marketingqualifiedlead' },
        { ...row, name: 'jobtitle', value: 'CEO' },
      ],
      deal_stage: [
        {
          deal_id: 901,
          date_entered: '2026-02-03 10:00:00',
          _fivetran_start: '2026-02-03 10:00:00',
          value: 'appointmentscheduled',
        },
      ],
      'contact.propertyChange': [
        {
          objectId: 104,
          propertyName: 'lifecyclestage',
          propertyValue: 'lead',
          occurredAt: ms('01-05'),
          subscriptionType: 'contact.propertyChange',
        },
      ],
    });
    expect(mapped.problems).toEqual([]);
    expect(mapped.tables.stage_transition).toHaveLength(5);
  });

  it('tables of merges, people of deals, forms and activities', () => {
    const mapped = mapStreams({
      contact_merge_audit: [
        {
          canonical_vid: 5555,
          contact_id: 5555,
          vid_to_merge: 11111,
          timestamp: '2026-01-08 15:50:57',
        },
      ],
      merged_deal: [{ deal_id: 9, merged_deal_id: 8, _fivetran_synced: '2026-01-08 15:50:57' }],
      deal_contact: [
        { contact_id: 1499466, deal_id: 86133127, type_id: 101112, category: 'HUBSPOT_DEFINED' },
      ],
      contact_form_submission: [
        {
          timestamp: '2026-01-01 10:20:00',
          form_id: 123,
          contact_id: 1,
          conversion_id: 'a1',
          page_url: 'https://example.com/newsletter',
          portal_id: 5,
          title: 'Newsletter',
        },
      ],
      engagement_call: [
        {
          engagement_id: 1,
          property_hs_createdate: '2026-03-01 19:43:05',
          property_hs_timestamp: '2026-02-27 20:50:44',
          type: 'CALL',
        },
      ],
      engagements_tasks: [
        {
          id: '2',
          properties: {
            hs_timestamp: '2027-03-08T02:30:00Z',
            hs_createdate: '2026-03-03T10:40:09Z',
            hs_task_subject: 'Call back',
            hubspot_owner_id: '7',
          },
          contacts: ['101'],
          createdAt: '2026-03-03T10:40:09Z',
        },
      ],
      engagements: [
        {
          engagement: { id: 3, type: 'MEETING', timestamp: ms('03-04'), ownerId: 7 },
          associations: { contactIds: [101], companyIds: [501], dealIds: [901] },
          metadata: { title: 'Demo' },
        },
      ],
    });
    expect(mapped.problems).toEqual([]);
    expect(mapped.tables.contact).toEqual([{ contact_id: '11111', merged_into: '5555' }]);
    expect(mapped.tables.deal).toEqual([{ deal_id: '8', merged_into: '9' }]);
    expect(mapped.tables.deal_contact).toHaveLength(1);
    expect(mapped.tables.touchpoint?.[0]).toMatchObject({
      touch_id: 'form:a1',
      content: 'Newsletter',
    });
    expect(
      mapped.tables.activity?.map((one) => [one.kind, one.contact_id, one.deal_id, one.due_at]),
    ).toEqual([
      ['call', null, null, null],
      ['task', '101', null, Date.parse('2027-03-08T02:30:00Z')],
      ['meeting', '101', '901', null],
    ]);
  });
});

describe('e-mail events', () => {
  const mapped = mapStreams({ email_events: EMAIL_EVENTS });

  it('count what reached people and what they did', () => {
    expect(mapped.problems).toEqual([]);
    expect(sumsOf(mapped)).toEqual({
      emails_sent: 1,
      emails_delivered: 1,
      email_opens: 1,
      email_clicks: 1,
      emails_hard_bounced: 1,
      emails_soft_bounced: 1,
      email_unsubscribes: 1,
      email_spam_complaints: 1,
    });
    expect(mapped.skipped).toEqual(['HubSpot has filtered this event out (filteredEvent).']);
  });

  it('know their e-mail', () => {
    const events = mapped.tables.email_event ?? [];
    expect(events.filter((one) => one.message_id === 'e-sent').map((one) => one.kind)).toEqual([
      'sent',
      'delivered',
      'open',
      'click',
      'spam',
      'forward',
    ]);
  });

  it('of a kind that HubSpot does not have are set aside', () => {
    const odd = mapStreams({ email_events: [{ ...EMAIL_EVENTS[0], type: 'TELEPORTED' }] });
    expect(odd.problems).toMatchObject([{ code: 'value', field: 'type' }]);
  });
});
