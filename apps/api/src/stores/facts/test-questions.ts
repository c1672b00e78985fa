import type { Filter } from '@openmops/domain/kpi';
import { expect, it } from 'vitest';
import { measures } from '../../testing/measures.ts';
import type { FactStore } from './port.ts';
import { batchOf, put, queryOf, rowOf } from './test-suite.ts';

/** What every driver answers: sums, filters, slices, values and rows, over the same SQL. */
export function questionSuite(open: () => FactStore): void {
  it('counts rows of several days only inside one bucket', async () => {
    const facts = open();
    await put(facts, batchOf('w-period'), [
      rowOf(20_000, ['a'], [1, 1], { dayTo: 20_009 }),
      rowOf(20_005, ['a'], [10, 1], { dayTo: 20_014 }),
      rowOf(20_010, ['a'], [100, 1]),
    ]);
    const buckets = [
      { label: '1', from: 20_000, to: 20_009 },
      { label: '2', from: 20_010, to: 20_020 },
    ];
    const rows = await facts.sums('w-period', queryOf({ buckets }), null);
    expect(rows.map((row) => [row.bucket, row.values[0]]).sort()).toEqual([
      [0, 1n],
      [1, 100n],
    ]);
  });

  it('filters null-safe, and takes hostile text as text', async () => {
    const facts = open();
    const names = [`Émile's “Straße”`, "x' OR 1=1 --", '\\', '', null, 'émile'];
    await put(
      facts,
      batchOf('w-filter'),
      names.map((name, at) => rowOf(20_000, [name], [10 ** at, 1])),
    );
    const sum = async (...filters: Filter[]) => {
      const rows = await facts.sums('w-filter', queryOf({ filters }), null);
      return rows[0]?.values[0] ?? null;
    };
    const on = (op: Filter['op'], ...values: (string | null)[]): Filter => ({
      dim: 'campaign',
      op,
      values,
    });
    expect(await sum(on('eq', "x' OR 1=1 --"))).toBe(10n);
    expect(await sum(on('eq', '\\'))).toBe(100n);
    expect(await sum(on('eq', ''))).toBe(1000n);
    expect(await sum(on('eq', null))).toBe(10_000n);
    expect(await sum(on('neq', 'émile'))).toBe(11_111n);
    expect(await sum(on('notIn', 'émile', null))).toBe(1111n);
    expect(await sum(on('in', '', null))).toBe(11_000n);
    expect(await sum(on('contains', 'ÉMILE'))).toBe(100_001n);
    expect(await sum(on('contains', '%'))).toBe(null);
    expect(await sum(on('eq', "') OR ('1'='1"))).toBe(null);
    expect(await sum({ dim: 'source', op: 'neq', values: [null] })).toBe(111_111n);
    await expect(sum({ dim: 'campaign) OR (1', op: 'eq', values: ['1'] })).rejects.toThrow(
      /no dimension/,
    );
  });

  it('adds only the slices that were chosen', async () => {
    const facts = open();
    const one = batchOf('w-slices');
    const two = batchOf('w-slices', { shape: 'campaign,device', dims: ['campaign', 'device'] });
    await put(facts, one, [rowOf(20_000, ['a'], [1, 1]), rowOf(20_001, ['a'], [10, 1])]);
    await put(
      facts,
      two,
      [rowOf(20_000, ['a', 'Mobile'], [100, 1]), rowOf(20_004, ['a', null], [1000, 1])],
      [one],
    );
    const at = (shape: string, from: number, to = from) => ({
      source: 'google_ads',
      account: 'Acme',
      shape,
      days: [{ from, to, dayTo: null }],
    });
    const sum = async (slices: Parameters<FactStore['sums']>[2]) =>
      (await facts.sums('w-slices', queryOf(), slices))[0]?.values[0] ?? null;
    expect(await sum(null)).toBe(1111n);
    expect(await sum([])).toBe(null);
    expect(await sum([at('campaign', 20_000, 20_001)])).toBe(11n);
    expect(await sum([at('campaign', 20_001), at('campaign,device', 20_000)])).toBe(110n);
    expect(await sum([at('campaign', 20_000), at('campaign,device', 20_000)])).toBe(101n);
    const split = {
      ...at('campaign,device', 0),
      days: [20_000, 20_004].map((day) => ({ from: day, to: day, dayTo: null })),
    };
    expect(await sum([split])).toBe(1100n);
    const coverage = await facts.coverage(
      'w-slices',
      'ad_delivery',
      measures('ad_cost', 'ad_impressions'),
      20_000,
      20_000,
    );
    expect(coverage.map((one) => [one.shape, one.day, one.sums])).toEqual([
      ['campaign', 20_000, [1n, null]],
      ['campaign,device', 20_000, [100n, null]],
    ]);
  });

  it('names the values of a dimension, the commonest first, and the currencies of a slice', async () => {
    const facts = open();
    await put(facts, batchOf('w-values'), [
      rowOf(20_000, ['Été'], [1, 1]),
      rowOf(20_001, ['Été'], [1, 1], { currency: 'USD' }),
      rowOf(20_000, [null], [1, 1]),
      rowOf(20_500, ['late'], [1, 1]),
    ]);
    const ask = { dim: 'campaign', from: 20_000, to: 20_100, search: '', limit: 10 } as const;
    const values = await facts.values('w-values', ask);
    expect(values).toEqual([
      { value: 'Été', rows: 2 },
      { value: null, rows: 1 },
    ]);
    expect(await facts.values('w-values', { ...ask, search: 'ÉT' })).toEqual([
      { value: 'Été', rows: 2 },
    ]);
    expect(
      (await facts.slices('w-values')).map((one) => [one.currencies, one.from, one.to, one.rows]),
    ).toEqual([[['EUR', 'USD'], 20_000, 20_500, 4]]);
  });

  it('lists the rows behind a number in pages', async () => {
    const facts = open();
    await put(facts, batchOf('w-rows'), [
      rowOf(20_000, ['a'], [1_500_000, null]),
      rowOf(20_002, ['b'], [2_000_000, 3_000_000]),
      rowOf(20_001, ['c'], [null, null]),
    ]);
    const page = await facts.rows('w-rows', queryOf(), null, { offset: 0, limit: 1 });
    expect(page.total).toBe(2);
    expect(page.rows).toMatchObject([
      {
        day: '2024-10-06',
        source: 'google_ads',
        dims: { campaign: 'b', account: 'Acme' },
        values: { ad_cost: 2, ad_clicks: 3 },
      },
    ]);
    const rest = await facts.rows('w-rows', queryOf(), null, { offset: 1, limit: 10 });
    expect(rest.rows.map((row) => row.dims.campaign)).toEqual(['a']);
  });

  it('keeps sums exact beyond what a double can hold', async () => {
    const facts = open();
    const most = Number.MAX_SAFE_INTEGER;
    await put(facts, batchOf('w-exact'), [
      rowOf(20_000, ['a'], [most, 1]),
      rowOf(20_000, ['b'], [most - 1, 1]),
      rowOf(20_000, ['c'], [4, 1]),
    ]);
    expect((await facts.sums('w-exact', queryOf(), null))[0]?.values[0]).toBe(
      BigInt(most) * 2n + 3n,
    );
    await expect(
      facts.land(batchOf('w-exact'), 0, [rowOf(20_000, ['a'], [0.5, 1])]),
    ).rejects.toThrow(/whole number/);
  });

  it('keeps workspaces apart and removes one as a whole', async () => {
    const facts = open();
    await put(facts, batchOf('w-mine'), [rowOf(20_000, ['a'], [1, 1])]);
    await put(facts, batchOf('w-theirs'), [rowOf(20_000, ['a'], [2, 1])]);
    await facts.drop('w-mine');
    expect(await facts.sums('w-mine', queryOf(), null)).toEqual([]);
    expect((await facts.sums('w-theirs', queryOf(), null))[0]?.values[0]).toBe(2n);
  });
}
