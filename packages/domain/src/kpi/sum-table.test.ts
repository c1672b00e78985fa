import { describe, expect, it } from 'vitest';
import { defineMeasure } from './define-measure.ts';
import { DIMENSIONS } from './dimensions.ts';
import type { Agg, Measure, MeasureQuery, MeasureRow } from './schema.ts';
import { dimValue, type Fact, sumRows } from './sum-rows.ts';
import { sumTable } from './sum-table.ts';
import { type Table, tableOf } from './table.ts';
import { caseOf, casesOf } from './testing.ts';

const CASES = casesOf(1000);
const AGGS: Agg[] = ['sum', 'min', 'max', 'quantile', 'snapshotFirst', 'count', 'countDistinct'];

function tableOfFacts(facts: Fact[], columns: string[]): Table {
  const texts = ['source', 'currency', ...DIMENSIONS.map((one) => one.id)].map((name) => {
    const values = facts.map((fact) => dimValue(fact, name));
    const known = [...new Set(values)];
    const codes = Int32Array.from(values, (value) => known.indexOf(value));
    return [name, { codes, values: known }] as const;
  });
  const numbers = columns.map((name) => {
    const micros = Float64Array.from(facts, (fact) => Number(fact.row.values[name] ?? Number.NaN));
    const known = micros.filter((one) => !Number.isNaN(one));
    const most = known.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    return [name, { micros, gaps: known.length < micros.length, most }] as const;
  });
  return {
    rows: facts.length,
    day: Int32Array.from(facts, (fact) => fact.row.day),
    dayTo: Int32Array.from(facts, (fact) => fact.row.dayTo),
    texts: Object.fromEntries(texts),
    numbers: Object.fromEntries(numbers),
  };
}

function normal(rows: MeasureRow[]): string {
  const states = (row: MeasureRow) =>
    (row.states ?? []).map((one) => (one ? [...one].map(String).sort() : null));
  const texts = rows.map((row) =>
    JSON.stringify([
      ...[row.bucket, row.day, row.currency, row.group],
      ...[row.values.map(String), row.counts, states(row).some(Boolean) ? states(row) : []],
    ]),
  );
  return JSON.stringify(texts.sort());
}

function variants(query: MeasureQuery, seed: number): Measure[] {
  const numbers = query.measures.map((base, i) => {
    const agg = AGGS[(seed + i) % AGGS.length] ?? 'sum';
    return defineMeasure({
      ...base,
      id: `${base.id}_${agg}`,
      agg,
      q: agg === 'quantile' ? 0.5 : null,
    });
  });
  const texts = ['*', 'campaign', 'unknown'].map((column, i) =>
    defineMeasure({
      id: `of_${column}`,
      name: column,
      dataset: query.dataset,
      unit: { kind: 'count' },
      agg: column !== '*' && i === seed % 3 ? 'countDistinct' : 'count',
      column,
    }),
  );
  return [...query.measures, ...numbers, ...texts];
}

describe('sumTable', () => {
  it(`sums like sumRows in ${CASES} random cases`, () => {
    let rows = 0;
    for (let seed = 0; seed < CASES; seed++) {
      const { facts, query } = caseOf(seed);
      const asked = { ...query, measures: variants(query, seed) };
      const table = tableOfFacts(
        facts,
        query.measures.map((one) => one.column),
      );
      const wanted = sumRows(facts, asked);
      rows += wanted.length;
      expect(normal(sumTable(table, asked)), String(seed)).toBe(normal(wanted));
    }
    expect(rows).toBeGreaterThan(CASES);
  });

  const query = (more: Partial<MeasureQuery> = {}): MeasureQuery => ({
    dataset: 'x',
    measures: [defineMeasure({ id: 'cost', name: 'Cost', dataset: 'x', unit: { kind: 'money' } })],
    by: ['campaign'],
    filters: [],
    buckets: [{ label: 'all', from: 0, to: 999 }],
    resolution: 'bucket',
    ...more,
  });

  it('is exact where floats are not', () => {
    const rows = Array.from({ length: 4000 }, (_, i) => ({
      day: i % 900,
      cost: 8_999_999_999.5,
    }));
    const [row] = sumTable(tableOf(rows), query({ by: [] }));
    expect(row?.values).toEqual([4000n * 8_999_999_999_500_000n]);
  });

  it('groups by more combinations than a list can hold', () => {
    const rows = Array.from({ length: 3000 }, (_, i) => ({
      day: i % 1000,
      campaign: `c${i}`,
      device: `d${i}`,
      country: `l${i}`,
      cost: i,
    }));
    const by = ['campaign', 'device', 'country'];
    const found = sumTable(tableOf(rows), query({ by, resolution: 'day' }));
    expect(found).toHaveLength(3000);
    expect(
      found.every((row) => row.values[0] === BigInt(row.group[0]?.slice(1) ?? 0) * 1_000_000n),
    ).toBe(true);
  });

  it('tells many groups apart by the last dimension alone, and leaves out what is not asked', () => {
    const many = Array.from({ length: 3000 }, (_, i) => i);
    const rows = many.flatMap((i) => {
      const row = { day: i % 1000, campaign: `c${i}`, device: `d${i}` };
      const others = ['a', 'b', 'a'].map((country) => ({ ...row, country, cost: 1 }));
      const late = { ...row, day: 5000, country: 'a', cost: 64 };
      return [...others, late, { ...row, country: 'not this', cost: 64 }];
    });
    const found = sumTable(
      tableOf(rows),
      query({
        by: ['campaign', 'device', 'country'],
        resolution: 'day',
        filters: [{ dim: 'country', op: 'neq', values: ['not this'] }],
      }),
    );
    expect(found).toHaveLength(6000);
    const value = { a: 2_000_000n, b: 1_000_000n };
    expect(found.every((row) => row.values[0] === value[row.group[2] as 'a'])).toBe(true);
  });

  it('keeps buckets, currencies and two dimensions apart', () => {
    const rows = Array.from({ length: 16 }, (_, i) => ({
      day: i & 1,
      currency: i & 2 ? 'EUR' : 'USD',
      campaign: i & 4 ? 'a' : 'b',
      device: i & 8 ? 'x' : 'y',
      cost: 2 ** i,
    }));
    const buckets = [0, 1].map((day) => ({ label: `${day}`, from: day, to: day }));
    const found = sumTable(tableOf(rows), query({ by: ['campaign', 'device'], buckets }));
    const seen = found.map(({ bucket, currency, group, values }) => [
      ...[bucket, currency, ...group],
      Number(values[0]) / 1_000_000,
    ]);
    expect(seen).toHaveLength(16);
    for (const { day, currency, campaign, device, cost } of rows)
      expect(seen).toContainEqual([day, currency, campaign, device, cost]);
  });

  it('adds small amounts with gaps between them, names no currency where there is none, and adds no texts', () => {
    const table = tableOf([
      { day: 1, campaign: 'a', cost: 1 },
      { day: 2, campaign: 'a', cost: null },
      { day: 3, campaign: 'a', cost: 2 },
    ]);
    const texts = defineMeasure({ ...query().measures[0], id: 'x', column: 'campaign' } as never);
    const measures = [...query().measures, texts];
    expect(sumTable(table, query({ measures }))).toEqual([
      {
        bucket: 0,
        day: null,
        currency: '',
        group: ['a'],
        values: [3_000_000n, null],
        counts: [2, 0],
      },
    ]);
  });

  it('refuses more groups than can be told apart', () => {
    const rows = 50_000;
    const names = Array.from({ length: rows }, (_, i) => `n${i}`);
    const column = { codes: Int32Array.from(names, (_, i) => i), values: names };
    const table = {
      ...{ rows, day: new Int32Array(rows), dayTo: null, numbers: {} },
      texts: { campaign: column, device: column },
    };
    expect(sumTable(table, query({ by: ['campaign'] }))).toHaveLength(rows);
    expect(() => sumTable(table, query({ by: ['campaign', 'device'] }))).toThrow(
      expect.objectContaining({
        code: 'LIMIT',
        message: 'The answer would have too many groups.',
        hint: 'Ask for a coarser grain, fewer dimensions or a filter.',
      }),
    );
  });

  it('tells days, currencies and groups apart, and keeps single cases only where they are needed', () => {
    const table = tableOf([
      { day: 1, campaign: 'a', currency: 'EUR', cost: 1 },
      { day: 2, campaign: 'a', currency: 'EUR', cost: 2 },
      { day: 2, campaign: 'a', currency: 'USD', cost: 4 },
      { day: 2, campaign: null, currency: 'EUR', cost: null },
      { day: 1000, campaign: 'a', currency: 'EUR', cost: 64 },
    ]);
    const place = { bucket: 0, day: null, currency: 'EUR', group: ['a'] };
    const first = { ...place, values: [3_000_000n], counts: [2] };
    const found = sumTable(table, query());
    expect(found).toHaveLength(3);
    expect(found).toContainEqual(first);
    expect(found).toContainEqual({ ...first, currency: 'USD', values: [4_000_000n], counts: [1] });
    expect(found).toContainEqual({ ...first, group: [null], values: [null], counts: [0] });
    const byDay = sumTable(table, query({ resolution: 'day' })).map((row) => [row.day, row.values]);
    expect(byDay).toContainEqual([1, [1_000_000n]]);
    expect(byDay).toContainEqual([2, [2_000_000n]]);
    const middle = defineMeasure({ ...query().measures[0], agg: 'quantile', q: 0.5 } as never);
    const states = sumTable(table, query({ measures: [middle] })).map((row) => row.states);
    expect(states).toHaveLength(3);
    expect(states).toContainEqual([[1_000_000, 2_000_000]]);
    expect(states).toContainEqual([[4_000_000]]);
    expect(states).toContainEqual([null]);
  });

  it('answers nothing where a filter asks for what no row has', () => {
    const table = tableOf([{ day: 1, campaign: 'a', cost: 1 }]);
    const filters = [{ dim: 'device', op: 'eq' as const, values: ['phone'] }];
    expect(sumTable(table, query({ filters }))).toEqual([]);
    const unset = [{ dim: 'device', op: 'neq' as const, values: ['phone'] }];
    expect(sumTable(table, query({ filters: unset }))).toHaveLength(1);
    expect(sumTable(tableOf([]), query())).toEqual([]);
  });
});
