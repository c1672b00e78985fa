import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measures } from '../../testing/measures.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { ask, type Json, send, total } from './mappings.testing.ts';

// What one stream of a source says of the rows of another one.

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.UTC(2026, 10, 22) });
});
afterAll(() => instance.close());

type Delivery = { stream: string; key: string[]; records: Json[] };

/** Sends deliveries of a source in both orders, and gives what a KPI says each time. */
async function bothWays(source: string, deliveries: readonly Delivery[], kpi: string) {
  const answers: unknown[] = [];
  for (const order of [deliveries, [...deliveries].reverse()]) {
    const workspace = await instance.addWorkspace();
    for (const delivery of order) await send(instance, workspace, { source, ...delivery });
    answers.push(await total(instance, workspace, kpi));
  }
  return answers;
}

describe('a deletion that comes in another stream', () => {
  const contact = (id: number, updatedAt: string): Json => ({
    id: String(id),
    properties: {
      email: `a${id}@north.example`,
      hs_lifecyclestage_marketingqualifiedlead_date: '2026-01-20T10:00:00Z',
    },
    updatedAt,
    archived: false,
  });
  const contacts = (...records: Json[]) => ({ stream: 'contacts', key: ['id'], records });
  const deleted = (objectId: number, at: string) => ({
    stream: 'contact.deletion',
    key: ['eventId'],
    records: [
      {
        eventId: objectId,
        objectId,
        occurredAt: Date.parse(at),
        subscriptionType: 'contact.deletion',
      },
    ],
  });

  it('by a webhook of HubSpot hides the record, whichever comes first, until it is restored', async () => {
    const both = contacts(contact(1, '2026-02-01T00:00:00Z'), contact(2, '2026-02-01T00:00:00Z'));
    const gone = deleted(1, '2026-03-01T00:00:00Z');
    expect(await bothWays('hubspot', [both, gone], 'mqls')).toEqual([1, 1]);
    const back = contacts(contact(1, '2026-04-01T00:00:00Z'), contact(2, '2026-02-01T00:00:00Z'));
    expect(await bothWays('hubspot', [back, gone], 'mqls')).toEqual([2, 2]);
  });

  it('is followed by a restored record in the same source', async () => {
    const workspace = await instance.addWorkspace();
    const source = 'hubspot';
    const mqls = () => total(instance, workspace, 'mqls');
    await send(instance, workspace, { source, ...contacts(contact(1, '2026-02-01T00:00:00Z')) });
    expect(await mqls()).toBe(1);
    await send(instance, workspace, { source, ...deleted(1, '2026-03-01T00:00:00Z') });
    expect(await mqls()).toBe(0);
    await send(instance, workspace, { source, ...contacts(contact(1, '2026-04-01T00:00:00Z')) });
    expect(await mqls()).toBe(1);
    const other = { source: 'hubspot-eu', ...deleted(1, '2026-05-01T00:00:00Z') };
    await send(instance, workspace, other);
    expect(await mqls()).toBe(1);
  });

  it('by the archive of HubSpot hides the deal', async () => {
    const deal = (archived: boolean, updatedAt: string): Json => ({
      id: '7',
      properties: {
        amount: '100',
        dealname: 'Seven',
        createdate: '2026-01-10T00:00:00Z',
        closedate: '2026-03-05T00:00:00Z',
        hs_is_closed_won: 'true',
      },
      createdAt: '2026-01-10T00:00:00Z',
      updatedAt,
      archived,
    });
    const live = { stream: 'deals', key: ['id'], records: [deal(false, '2026-03-05T00:00:00Z')] };
    const archive = {
      stream: 'deals_archived',
      key: ['id'],
      records: [deal(true, '2026-03-05T00:00:00Z')],
    };
    expect(await bothWays('hubspot', [live], 'bookings_won')).toEqual([100, 100]);
    // Without a row nothing is known; with rows that are all gone the sum is none.
    expect(await bothWays('hubspot', [live, archive], 'bookings_won')).not.toContain(100);
  });

  it('by the list of deleted records of Zoho CRM hides the lead', async () => {
    const leads = {
      stream: 'Leads',
      key: ['id'],
      records: ['11', '12'].map((id) => ({
        id,
        Email: `l${id}@north.example`,
        Lead_Status: 'New',
        Created_Time: '2026-01-05T09:00:00+00:00',
        Modified_Time: '2026-01-06T09:00:00+00:00',
      })),
    };
    const list = {
      stream: 'deleted_Leads',
      key: ['id'],
      records: [{ id: '11', deleted_time: '2026-02-01T09:00:00+00:00', type: 'recycle' }],
    };
    expect(await bothWays('zoho-crm', [leads, list], 'leads')).toEqual([1, 1]);
  });

  it('by activities of Marketo hides who was deleted or merged', async () => {
    const lead = (id: number): Json => ({
      id,
      email: `m${id}@north.example`,
      createdAt: '2026-01-05T09:00:00Z',
      updatedAt: '2026-01-06T09:00:00Z',
    });
    const leads = { stream: 'leads', key: ['id'], records: [1, 2, 3, 4].map(lead) };
    const at = { activityDate: '2026-02-01T09:00:00Z', primaryAttributeValue: 'x' };
    const activities = {
      stream: 'activities',
      key: ['id'],
      records: [
        {
          id: 2,
          leadId: 1,
          activityTypeId: 32,
          primaryAttributeValueId: 1,
          attributes: [{ name: 'Merge IDs', value: '2' }],
          ...at,
        },
        {
          id: 90,
          leadId: 3,
          activityTypeId: 37,
          primaryAttributeValueId: 3,
          attributes: [],
          ...at,
        },
      ],
    };
    expect(await bothWays('marketo', [leads, activities], 'leads')).toEqual([2, 2]);
  });
});

describe('rows that name no account', () => {
  const shown = async (workspace: Workspace, by: 'account' | 'channel') => {
    const query = {
      dataset: 'ad_delivery' as const,
      measures: measures('ad_cost'),
      by: [by],
      filters: [],
      buckets: [{ label: '', from: 0, to: 40_000 }],
      resolution: 'bucket' as const,
    };
    const rows = await instance.facts.sums(workspace.id, query, null);
    return rows.map((row) => [row.group[0], row.currency, Number(row.values[0]) / 1e6]);
  };
  const costs = {
    source: 'linkedin_ads',
    stream: 'ad_analytics_by_campaign',
    key: ['campaign_id', 'day'],
    records: [
      {
        campaign_id: 5,
        day: '2026-03-01',
        clicks: 3,
        impressions: 9,
        cost_in_local_currency: '8.5',
      },
    ],
  };

  it('are in the currency of the account of their campaign; before that is known a note says so', async () => {
    const workspace = await instance.addWorkspace();
    await send(instance, workspace, costs);
    const notes = async () => (await ask(instance, workspace, 'spend')).notes;
    expect(await notes()).toContainEqual(
      expect.objectContaining({ code: 'currency_assumed', kpi: 'spend' }),
    );
    await send(instance, workspace, {
      source: 'linkedin_ads',
      stream: 'campaigns',
      key: ['id'],
      records: [
        {
          id: 5,
          name: 'Spring',
          account: 'urn:li:sponsoredAccount:77',
          account_id: 77,
          campaign_group_id: 4,
          status: 'ACTIVE',
          daily_budget: { amount: '10', currency_code: 'USD' },
        },
      ],
    });
    expect(await shown(workspace, 'account')).toEqual([['77', 'USD', 8.5]]);
    expect((await notes()).map(({ code }) => code)).not.toContain('currency_assumed');
  });
});

it('results by day whose key is new in every delivery stand once', async () => {
  const workspace = await instance.addWorkspace();
  const row = (uuid: string, cost: number): Json => ({
    uuid,
    'segments.date': '2026-03-01',
    'customer.id': 123,
    'customer.currency_code': 'EUR',
    'campaign.id': 1,
    'metrics.cost_micros': cost * 1_000_000,
    'metrics.clicks': 1,
    'metrics.impressions': 10,
  });
  const feed = { source: 'google-ads', stream: 'campaign_performance_report', key: ['uuid'] };
  await send(instance, workspace, { ...feed, records: [row('a', 10)] });
  await send(instance, workspace, { ...feed, records: [row('b', 12)] });
  expect(await total(instance, workspace, 'spend')).toBe(12);
});

it('versions that a stream without a cursor sends out of order are put in order by the pack', async () => {
  const workspace = await instance.addWorkspace();
  const deal = (amount: string, updatedAt: string): Json => ({
    id: '7',
    properties: {
      amount,
      dealname: 'Seven',
      createdate: '2026-01-10T00:00:00Z',
      closedate: '2026-03-05T00:00:00Z',
      hs_is_closed_won: 'true',
    },
    createdAt: '2026-01-10T00:00:00Z',
    updatedAt,
    archived: false,
  });
  const records = [deal('200', '2026-03-06T00:00:00Z'), deal('100', '2026-03-05T00:00:00Z')];
  await send(instance, workspace, { source: 'hubspot', stream: 'deals', key: ['id'], records });
  expect(await total(instance, workspace, 'bookings_won')).toBe(200);
});
