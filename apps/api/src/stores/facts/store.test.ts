import type { FactRow } from '@openmops/domain/sources';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FactStore, LandedBatch } from './port.ts';
import { testFacts } from './test-facts.ts';

let facts: FactStore;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ facts, close } = await testFacts());
});
afterAll(() => close());

let seq = 0;
const batch = (workspaceId: string, over: Partial<LandedBatch> = {}): LandedBatch => ({
  workspaceId,
  batchId: `b${++seq}`,
  seq,
  dataset: 'ad_delivery',
  source: 'google_ads',
  account: 'Acme',
  shape: 'campaign',
  dims: ['campaign'],
  measures: ['ad_cost', 'ad_clicks'],
  keyedByRecord: false,
  ...over,
});
const row = (day: number, dims: (string | null)[], values: (number | null)[]): FactRow => ({
  line: 1,
  day,
  dayTo: day,
  currency: 'EUR',
  dims,
  values,
});
const total = async (
  workspaceId: string,
  measures = ['ad_cost', 'ad_clicks'],
  by: 'campaign'[] = [],
) =>
  facts.sums(
    workspaceId,
    {
      dataset: 'ad_delivery',
      measures,
      by,
      filters: [],
      buckets: [{ label: 'all', from: 0, to: 40_000 }],
      resolution: 'bucket',
    },
    null,
  );

describe('landing and publishing', () => {
  it('shows nothing before it is published and everything after', async () => {
    const one = batch('w1');
    await facts.land(one, 0, [
      row(20_000, ['a\t\\N\n'], [1_000_000, null]),
      row(20_001, [null], [5, 7]),
    ]);
    expect(await total('w1')).toEqual([]);
    await facts.publish('w1', [one.batchId], [one]);
    expect(await total('w1')).toEqual([
      {
        bucket: 0,
        day: null,
        currency: 'EUR',
        group: [],
        values: [1_000_005n, 7n],
        counts: [2, 1],
      },
    ]);
    expect((await total('w1', ['ad_cost'], ['campaign'])).map((r) => r.group)).toEqual(
      expect.arrayContaining([['a\t\\N\n'], [null]]),
    );
  });
});
