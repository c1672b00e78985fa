import type { Workspace } from '@openmops/domain/workspace';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measures } from '../../testing/measures.ts';
import { type TestInstance, testInstance } from '../../testing/test-instance.ts';
import { importFile } from '../imports/import-file.ts';
import { uploadFile } from '../imports/upload-file.ts';
import { type Json, send, total } from './mappings.testing.ts';
import { saveMapping } from './save-mapping.ts';

let instance: TestInstance;
beforeAll(async () => {
  instance = await testInstance({ now: () => Date.UTC(2026, 10, 22) });
});
afterAll(() => instance.close());

const feed = { source: 'crm', stream: 'sales', key: ['id'] };
const own = {
  key: ['id'],
  mappings: [
    {
      table: 'deal' as const,
      fields: {
        deal_id: 'id',
        amount: 'amount',
        currency: 'currency',
        outcome: 'outcome',
        created_at: 'created',
        closed_at: 'closed',
      },
    },
  ],
};

async function mapped(workspace: Workspace, mapping: object, what: typeof feed, records: Json[]) {
  await send(instance, workspace, { ...what, records });
  const { db } = instance.records.scoped(workspace.id);
  const { id } = await db
    .selectFrom('streams')
    .select('id')
    .where('name', '=', what.stream)
    .executeTakeFirstOrThrow();
  const scope = instance.scope({ kind: 'system' }, workspace);
  const wish = { stream: id, pack: null, overrides: null, own: mapping as typeof own };
  return saveMapping.call(scope, wish);
}

describe('records of a CRM', () => {
  it('move between months, are won, reopened and gone, and stand once', async () => {
    const workspace = await instance.addWorkspace();
    const deal = (id: string, more: Json = {}) => ({
      id,
      amount: 100,
      currency: 'EUR',
      created: '2026-01-10T00:00:00Z',
      ...more,
    });
    const won = { outcome: 'won', closed: '2026-03-05T00:00:00Z' };
    await mapped(workspace, own, feed, [deal('a'), deal('b', won), deal('c', won)]);
    const bookings = () => total(instance, workspace, 'bookings_won');
    expect(await bookings()).toBe(200);
    expect(await total(instance, workspace, 'opps_created')).toBe(3);
    const moved = deal('b', { ...won, closed: '2026-05-01T00:00:00Z', amount: 150 });
    await send(instance, workspace, { ...feed, records: [moved] });
    expect(await bookings()).toBe(250);
    await send(instance, workspace, { ...feed, records: [deal('c', { outcome: 'lost' })] });
    expect(await bookings()).toBe(150);
    await send(instance, workspace, { ...feed, records: [deal('b')], deleted: true });
    expect(await bookings()).toBe(0);
    expect(await total(instance, workspace, 'opps_created')).toBe(2);
  });

  it('streamed and exported stand once: the stream wins, the file adds what it lacks', async () => {
    const workspace = await instance.addWorkspace();
    const deal = (id: number, amount: number) => ({
      id: String(id),
      amount,
      currency: 'EUR',
      outcome: 'won',
      created: '2026-01-10T00:00:00Z',
      closed: '2026-03-05T00:00:00Z',
    });
    const what = { ...feed, source: 'hubspot', stream: 'my_deals' };
    await mapped(workspace, own, what, [deal(1, 100), deal(2, 200)]);
    const csv = `Record ID,Deal Name,Deal Stage,Amount,Currency,Create Date,Close Date,Deal owner,Pipeline
2,B,Closed Won,250,EUR,2026-01-10 10:00,2026-03-06 10:00,Ana,Sales
3,C,Closed Won,400,EUR,2026-01-10 10:00,2026-03-07 10:00,Ana,Sales
`;
    const body = (async function* () {
      yield new TextEncoder().encode(csv);
    })();
    const scope = instance.scope({ kind: 'system' }, workspace);
    const { upload } = await uploadFile.call(scope, { name: 'deals.csv', body } as never);
    const report = await importFile.call(scope, { upload, options: {} } as never);
    expect(report).toMatchObject({ source: 'hubspot', dataset: 'lead_stage' });
    expect(await total(instance, workspace, 'bookings_won')).toBe(700);
    await send(instance, workspace, { ...what, records: [deal(2, 225)] });
    expect(await total(instance, workspace, 'bookings_won')).toBe(725);
  });
});

describe('rows with identifiers only', () => {
  it('get the names of their campaigns, also when these come later or change', async () => {
    const workspace = await instance.addWorkspace();
    const costs = {
      key: ['day', 'cid'],
      mappings: [
        {
          table: 'ad_delivery' as const,
          fields: { day: 'day', campaign_id: 'cid', ad_cost: 'cost' },
        },
      ],
    };
    const campaigns = {
      key: ['cid'],
      mappings: [
        {
          table: 'campaign' as const,
          fields: { level: { fixed: 'campaign' }, campaign_id: 'cid', name: 'name' },
        },
      ],
    };
    const from = (stream: string, key: string[]) => ({ source: 'agency', stream, key });
    await mapped(workspace, costs, from('costs', ['day', 'cid']), [
      { day: '2026-03-01', cid: 1, cost: 5 },
    ]);
    const names = async () => {
      const query = {
        dataset: 'ad_delivery' as const,
        measures: measures('ad_cost'),
        by: ['campaign' as const],
        filters: [],
        buckets: [{ label: '', from: 0, to: 40_000 }],
        resolution: 'bucket' as const,
      };
      const rows = await instance.facts.sums(workspace.id, query, null);
      return rows.map((row) => [row.group[0], Number(row.values[0])]);
    };
    expect(await names()).toEqual([[null, 5_000_000]]);
    const list = from('campaigns', ['cid']);
    await mapped(workspace, campaigns, list, [{ cid: 1, name: 'Spring' }]);
    expect(await names()).toEqual([['Spring', 5_000_000]]);
    await send(instance, workspace, { ...list, records: [{ cid: 1, name: 'Spring sale' }] });
    expect(await names()).toEqual([['Spring sale', 5_000_000]]);
  });
});
