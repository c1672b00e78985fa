import type { Filter, MeasureQuery } from '@openmops/domain/kpi';
import type { FactRow } from '@openmops/domain/sources';
import { expect, it } from 'vitest';
import { measures } from '../../testing/measures.ts';
import type { FactStore, LandedBatch } from './port.ts';

let seq = 0;

/** A batch as the importer describes it. Every call is a newer one. */
export function batchOf(workspaceId: string, over: Partial<LandedBatch> = {}): LandedBatch {
  seq += 1;
  return {
    workspaceId,
    batchId: `batch-${seq}`,
    seq,
    dataset: 'ad_delivery',
    source: 'google_ads',
    account: 'Acme',
    shape: 'campaign',
    dims: ['campaign'],
    measures: ['ad_cost', 'ad_clicks'],
    keyedByRecord: false,
    ...over,
  };
}

type Over = Partial<Pick<FactRow, 'currency' | 'dayTo' | 'line'>>;

export function rowOf(
  day: number,
  dims: (string | null)[],
  values: (number | null)[],
  over: Over = {},
): FactRow {
  return { line: 1, day, dayTo: day, currency: 'EUR', dims, values, ...over };
}

export function queryOf(over: Partial<MeasureQuery> = {}): MeasureQuery {
  return {
    dataset: 'ad_delivery',
    measures: measures('ad_cost', 'ad_clicks'),
    by: [],
    filters: [],
    buckets: [{ label: 'all', from: 0, to: 40_000 }],
    resolution: 'bucket',
    ...over,
  };
}

/** Lands and publishes a batch beside the others that are active. */
export async function put(
  facts: FactStore,
  batch: LandedBatch,
  rows: FactRow[],
  others: LandedBatch[] = [],
): Promise<void> {
  await facts.land(batch, 0, rows);
  await facts.publish(batch.workspaceId, [batch.batchId], [...others, batch]);
}

/** The facts of a workspace as `campaign day: cost/clicks`, sorted. */
export async function shown(facts: FactStore, workspaceId: string): Promise<string[]> {
  const rows = await facts.sums(
    workspaceId,
    queryOf({ by: ['campaign', 'currency'], resolution: 'day' }),
    null,
  );
  return rows
    .map((row) => `${row.group[0]} ${row.day} ${row.currency}: ${row.values.join('/')}`)
    .sort();
}

/** How every driver takes facts in: landing, publishing, restating, undoing. */
export function landingSuite(open: () => FactStore): void {
  it('shows nothing before publishing and everything after', async () => {
    const facts = open();
    const one = batchOf('w-land');
    await facts.land(one, 0, [
      rowOf(20_000, ['a\t\\N\n\r\0'], [1_000_000, null]),
      rowOf(20_001, [null], [5, 7]),
    ]);
    expect(await facts.sums('w-land', queryOf(), null)).toEqual([]);
    await facts.publish('w-land', [one.batchId], [one]);
    expect(await facts.sums('w-land', queryOf(), null)).toEqual([
      {
        bucket: 0,
        day: null,
        currency: 'EUR',
        group: [],
        values: [1_000_005n, 7n],
        counts: [2, 1],
      },
    ]);
    const groups = await facts.sums('w-land', queryOf({ by: ['campaign'] }), null);
    expect(new Set(groups.map((row) => row.group[0]))).toEqual(new Set(['a\t\\N\n\r\0', null]));
  });

  it('has no account where none is named, as every other dimension', async () => {
    const facts = open();
    const w = 'w-unnamed';
    const dims = { dims: ['campaign'] as LandedBatch['dims'] };
    const named = batchOf(w, { ...dims, account: 'Acme' });
    const unnamed = batchOf(w, { ...dims, account: '' });
    await put(facts, named, [rowOf(20_000, ['a'], [5, 1])]);
    await put(facts, unnamed, [rowOf(20_000, ['a'], [7, 2])], [named]);
    const by = async (over: Partial<MeasureQuery>) =>
      (await facts.sums(w, queryOf({ by: ['account'], ...over }), null))
        .map((row) => [row.group[0], row.values[0]])
        .sort(([a], [b]) => String(a).localeCompare(String(b)));
    expect(await by({})).toEqual([
      ['Acme', 5n],
      [null, 7n],
    ]);
    const filter = (op: Filter['op'], values: (string | null)[]) => ({
      filters: [{ dim: 'account' as const, op, values }],
    });
    expect(await by(filter('eq', [null]))).toEqual([[null, 7n]]);
    expect(await by(filter('neq', [null]))).toEqual([['Acme', 5n]]);
    expect(await by(filter('neq', ['Acme']))).toEqual([[null, 7n]]);
    expect(await by(filter('eq', ['']))).toEqual([]);
    expect(await by(filter('in', ['Acme', null]))).toHaveLength(2);
    const values = await facts.values(w, {
      dim: 'account',
      from: 0,
      to: 40_000,
      search: '',
      limit: 9,
    });
    expect(new Set(values.map((one) => one.value))).toEqual(new Set(['Acme', null]));
    const page = await facts.rows(w, queryOf(filter('eq', [null])), null, { offset: 0, limit: 9 });
    expect(page.rows.map((row) => row.dims.account)).toEqual([null]);
  });

  it('adds what passes 64 bits exactly, and never starts again from below zero', async () => {
    const facts = open();
    const w = 'w-wide';
    const most = 9_000_000_000_000_000;
    const rows = Array.from({ length: 1_100 }, (_, at) => rowOf(20_000, [`c${at}`], [most, 1]));
    await put(facts, batchOf(w), rows);
    const sum = async (over: Partial<MeasureQuery> = {}) =>
      (await facts.sums(w, queryOf(over), null))[0]?.values;
    expect(await sum()).toEqual([BigInt(most) * 1_100n, 1_100n]);
    expect(BigInt(most) * 1_100n).toBeGreaterThan(2n ** 63n);
    expect(await sum({ by: ['currency'], resolution: 'day' })).toEqual([
      BigInt(most) * 1_100n,
      1_100n,
    ]);
    const less = rows.map((row) => ({ ...row, values: [-most, 1] }));
    await put(facts, batchOf(w), less);
    const [down] = await facts.coverage(w, 'ad_delivery', measures('ad_cost'), 0, 40_000);
    expect(down?.sums[0]).toBe(BigInt(-most) * 1_100n);
    expect(await sum()).toEqual([BigInt(-most) * 1_100n, 1_100n]);
  });

  it('adds a chunk once, however often it is sent', async () => {
    const facts = open();
    const one = batchOf('w-twice');
    const rows = [rowOf(20_000, ['a'], [10, 1])];
    await Promise.all([facts.land(one, 0, rows), facts.land(one, 0, rows)]);
    await facts.land(one, 0, rows);
    await facts.land(one, 1, rows);
    await facts.publish('w-twice', [one.batchId], [one]);
    await facts.publish('w-twice', [one.batchId], [one]);
    expect(await shown(facts, 'w-twice')).toEqual(['a 20000 EUR: 20/2']);
  });

  it('forgets the chunks of an import from one on, and takes them again', async () => {
    const facts = open();
    const one = batchOf('w-unland');
    for (const chunk of [0, 1, 2]) await facts.land(one, chunk, [rowOf(20_000, ['a'], [1, 1])]);
    await facts.unland('w-unland', one.batchId, 1);
    await facts.land(one, 1, [rowOf(20_000, ['a'], [100, 1])]);
    await facts.publish('w-unland', [one.batchId], [one]);
    expect(await shown(facts, 'w-unland')).toEqual(['a 20000 EUR: 101/2']);
  });

  it('replaces restated rows by their key, leaves the rest, and undoes it', async () => {
    const facts = open();
    const old = batchOf('w-restate');
    await put(facts, old, [
      rowOf(20_000, ['a'], [10, 1]),
      rowOf(20_000, ['b'], [20, 2]),
      rowOf(20_001, ['a'], [30, 3]),
      rowOf(20_040, ['a'], [40, 4]),
    ]);
    const fresh = batchOf('w-restate');
    await put(facts, fresh, [rowOf(20_000, ['a'], [11, 5]), rowOf(20_002, ['a'], [7, 7])], [old]);
    const after = [
      'a 20000 EUR: 11/5',
      'a 20001 EUR: 30/3',
      'a 20002 EUR: 7/7',
      'a 20040 EUR: 40/4',
      'b 20000 EUR: 20/2',
    ];
    expect(await shown(facts, 'w-restate')).toEqual(after);
    await facts.publish('w-restate', [old.batchId], [fresh]);
    expect(await shown(facts, 'w-restate')).toEqual(['a 20000 EUR: 11/5', 'a 20002 EUR: 7/7']);
    await facts.publish('w-restate', [old.batchId, fresh.batchId], [fresh, old]);
    expect(await shown(facts, 'w-restate')).toEqual(after);
    await facts.publish('w-restate', [old.batchId, fresh.batchId], []);
    expect(await shown(facts, 'w-restate')).toEqual([]);
    expect(await facts.slices('w-restate')).toEqual([]);
  });

  it('lets the newest batch win per measure, also with an empty value, and keeps older measures', async () => {
    const facts = open();
    const old = batchOf('w-measures', { measures: ['ad_cost', 'ad_clicks'] });
    const fresh = batchOf('w-measures', { measures: ['ad_cost', 'ad_impressions'] });
    await put(facts, old, [rowOf(20_000, ['a'], [10, 4]), rowOf(20_000, ['b'], [10, 4])]);
    await put(
      facts,
      fresh,
      [rowOf(20_000, ['a'], [null, 9]), rowOf(20_000, ['a'], [null, 1])],
      [old],
    );
    const rows = await facts.sums(
      'w-measures',
      queryOf({ by: ['campaign'], measures: measures('ad_cost', 'ad_clicks', 'ad_impressions') }),
      null,
    );
    expect(Object.fromEntries(rows.map((row) => [row.group[0], row.values]))).toEqual({
      a: [null, 4n, 10n],
      b: [10n, 4n, null],
    });
  });

  it('keeps one currency per restated key, and several inside one export', async () => {
    const facts = open();
    const old = batchOf('w-currency');
    const fresh = batchOf('w-currency');
    await put(facts, old, [rowOf(20_000, ['a'], [10, 1], { currency: 'USD' })]);
    const rows = [rowOf(20_000, ['a'], [9, 1]), rowOf(20_000, ['a'], [5, 1], { currency: 'SEK' })];
    await put(facts, fresh, rows, [old]);
    expect(await shown(facts, 'w-currency')).toEqual(['a 20000 EUR: 9/1', 'a 20000 SEK: 5/1']);
  });

  it('takes a renamed campaign as the same campaign when its id is there', async () => {
    const facts = open();
    const dims = ['campaign_id', 'campaign'] as LandedBatch['dims'];
    const old = batchOf('w-rename', { dims, shape: 'campaign_id,campaign' });
    const fresh = batchOf('w-rename', { dims, shape: 'campaign_id,campaign' });
    await put(facts, old, [rowOf(20_000, ['1', 'Spring'], [10, 1])]);
    await put(facts, fresh, [rowOf(20_000, ['1', 'Spring 2'], [12, 1])], [old]);
    expect(await shown(facts, 'w-rename')).toEqual(['Spring 2 20000 EUR: 12/1']);
  });

  it('merges CRM records over months: a record stands once, on its newest day', async () => {
    const facts = open();
    const crm: Partial<LandedBatch> = {
      dataset: 'lead_stage',
      source: 'hubspot',
      dims: ['stage', 'record'],
      shape: 'stage,record',
      measures: ['leads'],
      keyedByRecord: true,
    };
    const old = batchOf('w-crm', crm);
    const fresh = batchOf('w-crm', { ...crm, dims: ['record'], shape: 'record' });
    await put(facts, old, [
      rowOf(20_000, ['lead', 'r1'], [1_000_000]),
      rowOf(20_000, ['lead', 'r2'], [1_000_000]),
    ]);
    await put(facts, fresh, [rowOf(20_060, ['r1'], [1_000_000])], [old]);
    const rows = await facts.sums(
      'w-crm',
      queryOf({
        dataset: 'lead_stage',
        measures: measures('leads'),
        by: ['record'],
        resolution: 'day',
      }),
      null,
    );
    expect(rows.map((row) => [row.day, row.group[0], row.values[0]]).sort()).toEqual([
      [20_000, 'r2', 1_000_000n],
      [20_060, 'r1', 1_000_000n],
    ]);
    expect((await facts.slices('w-crm')).map((one) => one.shape)).toEqual(['stage,record']);
  });

  it('imports more months in one batch than an insert may have by default', async () => {
    const facts = open();
    const one = batchOf('w-months');
    const rows = Array.from({ length: 105 }, (_, at) => rowOf(16_000 + at * 30, ['a'], [1, 1]));
    await put(facts, one, rows);
    expect((await facts.sums('w-months', queryOf(), null))[0]?.values).toEqual([105n, 105n]);
  });
}
