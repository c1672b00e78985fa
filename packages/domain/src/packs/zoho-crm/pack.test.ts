import { describe, expect, it } from 'vitest';
import { mapStreams, sumsOf } from '../parts/testing.ts';
import {
  ACCOUNTS,
  CAMPAIGNS,
  CONTACTS,
  DEALS,
  DELETED_LEADS,
  LEADS,
  ROLES,
  STAGES,
  TABLE_DEALS,
} from './fixtures/records.ts';

describe('modules', () => {
  const mapped = mapStreams(
    {
      Leads: LEADS,
      Contacts: CONTACTS,
      Accounts: ACCOUNTS,
      Deals: DEALS,
      Campaigns: CAMPAIGNS,
      Stage_History: STAGES,
      Contact_Roles: ROLES,
      deleted_leads: DELETED_LEADS,
    },
    'zoho_crm',
  );

  it('give the right number of leads, MQLs, SQLs and won deals', () => {
    expect(mapped.problems).toEqual([]);
    expect(sumsOf(mapped)).toEqual({
      leads: 2,
      mqls: 1,
      sqls: 1,
      opps_created: 3,
      pipeline_created: 2000.5,
      deals_won: 1,
      deals_lost: 1,
      bookings_won: 1000.25,
    });
  });

  it('tie leads, people, accounts and deals together', () => {
    expect(mapped.tables.contact?.[0]).toMatchObject({
      contact_id: '5001',
      owner: 'Ola Berg',
      merged_into: '6001',
      account_id: '7001',
      converted_deal_id: '8001',
    });
    expect(
      mapped.tables.deal?.map(({ account_id, contact_id, pipeline, outcome }) => [
        account_id,
        contact_id,
        pipeline,
        outcome,
      ]),
    ).toEqual([
      ['7001', '6001', 'Standard', 'won'],
      ['7001', '6001', 'Standard', 'lost'],
      ['7001', '6001', 'Standard', null],
    ]);
    expect(mapped.tables.account?.[0]).toMatchObject({
      domain: 'north.example',
      employees: 250_000_000,
    });
    expect(mapped.tables.deal_contact).toEqual([
      { deal_id: '8001', contact_id: '6001', role: 'decision maker' },
    ]);
    expect(mapped.tables.stage_transition?.map((one) => one.to_stage)).toEqual([
      'Qualification',
      'Closed Won',
    ]);
    expect(mapped.tables.campaign?.[0]).toMatchObject({ name: 'Fair', budget: 5_000_000_000 });
  });

  it('come from tables alike', () => {
    const table = mapStreams({ deal: TABLE_DEALS }, 'zoho');
    expect(table.problems).toEqual([]);
    expect(sumsOf(table)).toMatchObject({ deals_won: 1, bookings_won: 1000.25 });
    expect(table.tables.deal?.[0]).toMatchObject({ deal_id: '8001', account_id: '7001' });
  });
});
