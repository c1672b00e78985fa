import { describe, expect, it } from 'vitest';
import { mapStreams, sumsOf } from '../parts/testing.ts';
import {
  ACCOUNTS,
  ACTIVITIES,
  CAMPAIGNS,
  CONTACTS,
  DELETED_TABLE,
  HISTORY,
  LEADS,
  MEMBERS,
  OPPORTUNITIES,
  ROLES,
} from './fixtures/crm.ts';

const ms = (day: string) => Date.parse(`2026-${day}T10:00:00Z`);

describe('leads, people and opportunities', () => {
  const mapped = mapStreams({
    Lead: LEADS,
    Contact: CONTACTS,
    Account: ACCOUNTS,
    Opportunity: OPPORTUNITIES,
  });

  it('give the right number of leads, MQLs, SQLs and won deals; a converted lead counts once', () => {
    expect(mapped.problems).toEqual([]);
    expect(mapped.deleted).toBe(2);
    expect(sumsOf(mapped)).toEqual({
      leads: 3,
      mqls: 2,
      sqls: 1,
      opps_created: 3,
      pipeline_created: 1300.5,
      deals_won: 1,
      deals_lost: 1,
      bookings_won: 1000.5,
    });
  });

  it('a converted lead knows the contact and the deal that it became', () => {
    expect(mapped.tables.contact?.[0]).toMatchObject({
      merged_into: '0030000000001AAA',
      converted_deal_id: '0060000000001AAA',
      account_id: '0010000000001AAA',
      mql_at: Date.UTC(2026, 0, 10),
      sql_at: Date.UTC(2026, 0, 20),
    });
    expect(mapped.tables.contact?.[3]).toMatchObject({
      contact_id: '0030000000001AAA',
      email: 'ann1@north.example',
      opted_out: true,
    });
  });

  it('accounts keep their firmographics', () => {
    expect(mapped.tables.account?.[0]).toMatchObject({
      domain: 'north.example',
      industry: 'Technology',
      employees: 250_000_000,
      annual_revenue: 12_500_000_500_000,
      currency: 'EUR',
      country: 'Germany',
    });
  });

  it('a chance in per cent becomes a share', () => {
    expect(mapped.tables.deal?.map(({ probability, outcome }) => [probability, outcome])).toEqual([
      [1_000_000, 'won'],
      [0, 'lost'],
      [100_000, null],
    ]);
  });

  it('deleted opportunities are no pipeline', () => {
    const gone = mapStreams({ opportunity: DELETED_TABLE });
    expect(gone.deleted).toBe(2);
    expect(sumsOf(gone)).toEqual({});
  });

  it('an unknown currency sets an opportunity aside', () => {
    const odd = mapStreams({ Opportunity: [{ ...OPPORTUNITIES[0], CurrencyIsoCode: 'XXQ' }] });
    expect(odd.problems).toMatchObject([{ code: 'unknown_currency' }]);
    expect(odd.tables).toEqual({});
  });
});

describe('histories', () => {
  const mapped = mapStreams(HISTORY);

  it('that two objects tell are one change', () => {
    expect(mapped.problems).toEqual([]);
    expect(
      mapped.tables.stage_transition?.map((one) => [
        one.entity,
        one.entity_id,
        one.to_stage,
        one.at,
      ]),
    ).toEqual([
      ['deal', '0060000000001AAA', 'Prospecting', ms('02-01')],
      ['deal', '0060000000001AAA', 'Closed Won', ms('03-31')],
      ['contact', '00Q00000000001AAA', 'Working', ms('01-05')],
    ]);
  });

  it('of tables that keep every version', () => {
    const versions = mapStreams({
      opportunity_history: [
        {
          _fivetran_start: '2026-02-01 10:00:00',
          _fivetran_end: '2026-03-31 10:00:00',
          _fivetran_active: false,
          id: '006A',
          stage_name: 'Prospecting',
          amount: 5,
          is_deleted: false,
          close_date: '2026-03-31 00:00:00',
        },
        {
          _fivetran_start: '2026-03-31 10:00:00',
          _fivetran_end: '9999-12-31 23:59:59',
          _fivetran_active: true,
          id: '006A',
          stage_name: 'Closed Won',
          amount: 5,
          is_deleted: false,
          close_date: '2026-03-31 00:00:00',
        },
        {
          _fivetran_start: '2026-03-31 10:00:00',
          id: '006B',
          stage_name: 'Closed Won',
          is_deleted: true,
        },
      ],
    });
    expect(versions.streams).toEqual(['salesforce opportunity_versions']);
    expect(versions.tables.stage_transition).toHaveLength(2);
    expect(versions.tables.stage_transition?.[0]).toMatchObject({ amount: 5_000_000 });
  });
});

describe('campaigns and activities', () => {
  const mapped = mapStreams({
    Campaign: CAMPAIGNS,
    CampaignMember: MEMBERS,
    OpportunityContactRole: ROLES,
    ...ACTIVITIES,
  });

  it('only members who answered are touches', () => {
    expect(mapped.problems).toEqual([]);
    expect(mapped.tables.touchpoint).toEqual([
      expect.objectContaining({
        at: Date.UTC(2026, 0, 4),
        kind: 'campaign_response',
        contact_id: '0030000000001AAA',
        campaign_id: '7010000000001AAA',
        content: 'Attended',
      }),
    ]);
    expect(mapped.tables.campaign?.[0]).toMatchObject({
      name: 'Spring event',
      budget: 10_000_000_000,
    });
  });

  it('roles of a purchase are five', () => {
    expect(mapped.tables.deal_contact?.map(({ role, primary }) => [role, primary])).toEqual([
      ['decision maker', true],
      ['decision maker', false],
      ['user', false],
      ['influencer', false],
      ['blocker', false],
      ['champion', false],
      [null, false],
    ]);
  });

  it('tasks and events are what sales did or plans', () => {
    expect(
      mapped.tables.activity?.map((one) => [
        one.kind,
        one.at,
        one.deal_id,
        one.account_id,
        one.outcome,
      ]),
    ).toEqual([
      ['call', ms('02-03'), '0060000000001AAA', '0010000000001AAA', 'Reached'],
      ['meeting', Date.UTC(2026, 11, 24, 10), null, '0010000000001AAA', null],
    ]);
  });
});
