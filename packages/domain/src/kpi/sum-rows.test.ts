import { describe, expect, it } from 'vitest';
import { matches } from './matches.ts';
import type { MeasureQuery } from './schema.ts';
import { dimValue, type Fact, sumRows } from './sum-rows.ts';
import { caseOf, casesOf, measures } from './testing.ts';

function fact(change: Partial<Fact['row']>): Fact {
  const row = { day: 1, dayTo: change.day ?? 1, currency: 'EUR', dims: {}, values: {}, ...change };
  return { source: 'google_ads', account: 'a', shape: '', row };
}

const query: MeasureQuery = {
  dataset: 'ad_delivery',
  measures: measures('ad_clicks', 'ad_cost'),
  by: [],
  filters: [],
  buckets: [
    { label: 'first', from: 1, to: 7 },
    { label: 'second', from: 8, to: 14 },
  ],
  resolution: 'bucket',
};

describe('sumRows', () => {
  it('adds what rows carry and keeps null for what none carries', () => {
    const facts = [
      fact({ values: { ad_clicks: 2, ad_cost: null } }),
      fact({ day: 7, values: { ad_clicks: 3n } }),
      fact({ day: 8, values: {} }),
      fact({ day: 15, values: { ad_clicks: 100 } }),
    ];
    expect(sumRows(facts, query)).toEqual([
      { bucket: 0, day: null, currency: 'EUR', group: [], values: [5n, null], counts: [2, 0] },
      { bucket: 1, day: null, currency: 'EUR', group: [], values: [null, null], counts: [0, 0] },
    ]);
  });

  it('counts a row of several days only in a bucket that holds them all', () => {
    const facts = [
      fact({ day: 1, dayTo: 7, values: { ad_clicks: 1 } }),
      fact({ day: 7, dayTo: 8, values: { ad_clicks: 10 } }),
      fact({ day: 14, dayTo: 15, values: { ad_clicks: 100 } }),
    ];
    expect(sumRows(facts, query).map((row) => row.values[0])).toEqual([1n]);
    expect(sumRows(facts, { ...query, resolution: 'day' }).map((row) => row.day)).toEqual([1]);
  });

  it('keeps currencies apart, and days when asked', () => {
    const facts = [
      fact({ day: 1, values: { ad_cost: 1 } }),
      fact({ day: 2, values: { ad_cost: 2 } }),
      fact({ day: 2, currency: 'USD', values: { ad_cost: 4 } }),
    ];
    const found = sumRows(facts, { ...query, resolution: 'day' });
    expect(found.map((row) => [row.day, row.currency, row.values[1]])).toEqual([
      [1, 'EUR', 1n],
      [2, 'EUR', 2n],
      [2, 'USD', 4n],
    ]);
  });

  it('tells not set from empty, and lets the row name its account', () => {
    const facts = [
      fact({ dims: { campaign: null } }),
      fact({ dims: { campaign: '' } }),
      fact({ dims: { campaign: 'x', account: 'own' } }),
      fact({}),
    ];
    const found = sumRows(facts, { ...query, by: ['campaign', 'account', 'source', 'currency'] });
    expect(found.map((row) => row.group)).toEqual([
      [null, 'a', 'google_ads', 'EUR'],
      ['', 'a', 'google_ads', 'EUR'],
      ['x', 'own', 'google_ads', 'EUR'],
    ]);
  });

  it('adds beyond what a float can hold', () => {
    const huge = fact({ values: { ad_cost: 9_007_199_254_740_991 } });
    expect(sumRows([huge, huge, huge], query)[0]?.values[1]).toBe(27_021_597_764_222_973n);
  });
});

describe('sumRows on random cases', () => {
  const cases = Array.from({ length: casesOf(400) }, (_, seed) => caseOf(seed));

  it('does not depend on the order of the facts', () => {
    const sorted = (facts: Fact[], asked: MeasureQuery) =>
      sumRows(facts, asked)
        .map((row) =>
          JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
        )
        .sort();
    for (const { facts, query: asked } of cases) {
      expect(sorted(facts.toReversed(), asked)).toEqual(sorted(facts, asked));
    }
  });

  it('counts every fact that passes exactly once', () => {
    for (const { facts, query: asked } of cases) {
      const passing = facts.filter(
        (one) =>
          asked.buckets.some((b) => b.from <= one.row.day && one.row.dayTo <= b.to) &&
          asked.filters.every((filter) => matches(filter, dimValue(one, filter.dim))),
      );
      for (const [i, { id }] of asked.measures.entries()) {
        const carrying = passing.filter((one) => (one.row.values[id] ?? null) !== null);
        const rows = sumRows(facts, asked);
        const count = rows.reduce((sum, row) => sum + (row.counts[i] ?? 0), 0);
        const total = rows.reduce((sum, row) => sum + (row.values[i] ?? 0n), 0n);
        expect(count).toBe(carrying.length);
        expect(total).toBe(carrying.reduce((s, one) => s + BigInt(one.row.values[id] ?? 0), 0n));
      }
    }
  });

  it('adds up to the same with days kept apart', () => {
    for (const { facts, query: asked } of cases) {
      const total = (resolution: 'day' | 'bucket') =>
        sumRows(facts, { ...asked, resolution }).reduce((s, row) => s + (row.values[0] ?? 0n), 0n);
      expect(total('day')).toBe(total('bucket'));
    }
  });
});

describe('randomCase', () => {
  it('is the same for the same seed', () => {
    expect(caseOf(5)).toEqual(caseOf(5));
    expect(caseOf(5)).not.toEqual(caseOf(6));
  });

  it('reaches what it is meant to reach', () => {
    const cases = Array.from({ length: 1000 }, (_, seed) => caseOf(seed));
    const answered = cases.filter((one) => sumRows(one.facts, one.query).length > 0);
    expect(answered.length).toBeGreaterThan(550);
    const ops = new Set(answered.flatMap((one) => one.query.filters.map((filter) => filter.op)));
    expect(ops.size).toBe(5);
    const texts = cases.flatMap((one) => one.facts.flatMap((f) => Object.values(f.row.dims)));
    for (const odd of [null, '', "Bob's", 'back\\slash', 'Größe', 'new\nline']) {
      expect(texts).toContain(odd);
    }
    expect(answered.some((one) => one.facts.some((f) => f.row.dayTo > f.row.day))).toBe(true);
  });

  it('never gives two facts one natural key', () => {
    for (let seed = 0; seed < casesOf(300); seed++) {
      const keys = caseOf(seed).facts.map(({ source, account, shape, row }) =>
        JSON.stringify([source, account, shape, row.day, row.dims]),
      );
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
