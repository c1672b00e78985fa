import { describe, expect, it } from 'vitest';
import { columnOf, readColumn } from './columns.ts';
import { defineMeasure, type MeasureEntry } from './define-measure.ts';
import type { Measure, MeasureRow } from './schema.ts';

// Three pieces of ten days. Values are units; a row is told as [piece, day, group, value].
const UNIT = 1_000_000n;
const BUCKETS = [0, 10, 20].map((from) => ({ label: '', from, to: from + 9 }));
const measure = (more: Partial<MeasureEntry>): Measure =>
  defineMeasure({ ...{ id: 'm', name: 'M', dataset: 'd', unit: { kind: 'count' } }, ...more });

type Told = { value?: number | null; count?: number; state?: Set<string> | number[] | null };
const row = (bucket: number, day: number | null, group: string, told: Told): MeasureRow => {
  const { value = null, state, count = value === null && !state ? 0 : 1 } = told;
  return {
    ...{ bucket, day, currency: 'EUR', group: [group], counts: [count] },
    values: [value === null ? null : BigInt(value) * UNIT],
    ...(state === undefined ? {} : { states: [state] }),
  };
};

function reader(base: Measure, rows: MeasureRow[], doubled = false) {
  const query = {
    ...{ dataset: 'd', measures: [base], by: ['campaign'], filters: [] },
    ...{ buckets: BUCKETS, resolution: 'day' as const },
  };
  const groups = ['a', 'b'];
  const column = columnOf(
    { query, rows },
    {
      i: 0,
      at: rows.map((one) => groups.indexOf(one.group[0] ?? '')),
      convert: (_, micros) => (doubled ? 2n * micros : micros),
    },
  );
  const read = (group: string, span: [number, number], carry = false) =>
    readColumn(column, { group: groups.indexOf(group), span, carry });
  return { column, read, value: (...of: Parameters<typeof read>) => read(...of).value };
}

describe('flows', () => {
  const rows = [
    row(0, 1, 'a', { value: 3 }),
    row(0, 2, 'a', { value: 4 }),
    row(2, 21, 'a', { value: 5 }),
    row(1, 11, 'b', { value: 100 }),
  ];

  it.each(['sum', 'count'] as const)(
    '%s: add up over pieces, and are 0 where nothing stands',
    (agg) => {
      const { value } = reader(measure({ agg }), rows);
      expect([value('a', [0, 0]), value('a', [1, 1]), value('a', [2, 2])]).toEqual([7, 0, 5]);
      expect([value('a', [0, 1]), value('a', [0, 2]), value('a', [1, 2])]).toEqual([7, 12, 5]);
      expect([value('b', [0, 2]), value('b', [0, 0]), value('nobody', [0, 2])]).toEqual([
        100, 0, 0,
      ]);
    },
  );

  it('are told apart from what nobody delivered', () => {
    const { carried, rows: any } = reader(measure({}), rows).column;
    expect([carried, any]).toEqual([true, true]);
    const blank = reader(measure({}), [row(0, 1, 'a', { value: null })]).column;
    expect([blank.carried, blank.rows]).toEqual([false, true]);
    const none = reader(measure({}), []).column;
    expect([none.carried, none.rows]).toEqual([false, false]);
  });

  it('are exchanged when they are money, and only then', () => {
    const money = measure({ unit: { kind: 'money' } });
    expect(reader(money, rows, true).value('a', [0, 2])).toBe(24);
    expect(reader(measure({}), rows, true).value('a', [0, 2])).toBe(12);
  });
});

describe('balances', () => {
  const last = measure({ agg: 'snapshotLast' });
  const first = measure({ agg: 'snapshotFirst' });
  const rows = [
    row(0, 2, 'a', { value: 10 }),
    row(0, 2, 'b', { value: 1 }),
    row(0, 5, 'a', { value: 20 }),
    row(1, 12, 'a', { value: 30 }),
    row(1, 12, 'b', { value: null }),
    row(1, 15, 'b', { value: 7 }),
  ];

  it('are those of the last day on which anybody has one', () => {
    const { value } = reader(last, rows);
    expect([value('a', [0, 0]), value('b', [0, 0])]).toEqual([20, 0]);
    expect([value('a', [1, 1]), value('b', [1, 1])]).toEqual([0, 7]);
    expect([value('a', [0, 2]), value('b', [0, 2])]).toEqual([0, 7]);
    expect([value('a', [0, 1]), value('nobody', [0, 1])]).toEqual([0, 0]);
  });

  it('or of the first', () => {
    const { value } = reader(first, rows);
    expect([value('a', [0, 0]), value('b', [0, 0])]).toEqual([10, 1]);
    expect([value('a', [1, 1]), value('b', [1, 1])]).toEqual([30, 0]);
    expect([value('a', [0, 2]), value('a', [1, 2])]).toEqual([10, 30]);
  });

  it('of a day are added over rows, and a piece without a day ends on its last', () => {
    const twice = [row(0, 5, 'a', { value: 20 }), row(0, 5, 'a', { value: 2 })];
    expect(reader(last, twice).value('a', [0, 0])).toBe(22);
    const unknown = [row(0, 8, 'b', { value: 1 }), row(0, null, 'a', { value: 5 })];
    expect(reader(last, unknown).value('a', [0, 0])).toBe(5);
    expect(reader(last, unknown).value('b', [0, 0])).toBe(0);
  });

  it('are unknown without any, or carried on from before where that is asked', () => {
    for (const base of [last, first]) {
      const { read, value } = reader(base, rows);
      expect(read('a', [2, 2])).toEqual({ value: null, reason: null });
      expect([value('a', [2, 2], true), value('b', [2, 2], true)]).toEqual([0, 7]);
    }
    const early = reader(last, [row(0, 2, 'a', { value: 10 }), row(0, 5, 'a', { value: 20 })]);
    expect(early.value('a', [2, 2], true)).toBe(20);
    const late = reader(last, [row(1, 12, 'a', { value: 10 })]);
    expect(late.value('a', [0, 0], true)).toBeNull();
    expect(late.value('a', [1, 2], true)).toBe(10);
  });
});

describe('extremes', () => {
  const rows = [
    row(0, 1, 'a', { value: 3 }),
    row(0, 2, 'a', { value: -4 }),
    row(0, 3, 'a', { value: 1 }),
    row(1, 11, 'a', { value: 9 }),
  ];

  it('are the least and the most of a span, also below 0', () => {
    const [min, max] = (['min', 'max'] as const).map((agg) => reader(measure({ agg }), rows).value);
    expect([min?.('a', [0, 0]), min?.('a', [0, 1]), min?.('a', [1, 1])]).toEqual([-4, -4, 9]);
    expect([max?.('a', [0, 0]), max?.('a', [0, 1]), max?.('a', [1, 1])]).toEqual([3, 9, 9]);
  });

  it('are unknown of nothing, and of several rows above or below 0 as they are', () => {
    const { read } = reader(measure({ agg: 'max' }), rows);
    expect(read('a', [2, 2])).toEqual({ value: null, reason: null });
    expect(read('b', [0, 2])).toEqual({ value: null, reason: null });
    expect(
      reader(measure({ agg: 'max' }), [row(0, 1, 'a', { value: -4 })]).value('a', [0, 0]),
    ).toBe(-4);
    expect(reader(measure({ agg: 'min' }), [row(0, 1, 'a', { value: 4 })]).value('a', [0, 0])).toBe(
      4,
    );
  });
});

describe('different ones', () => {
  const people = measure({ agg: 'countDistinct', unit: { kind: 'people' } });

  it('are counted once however often they come', () => {
    const { value } = reader(people, [
      row(0, 1, 'a', { state: new Set(['x', 'y']), count: 2 }),
      row(0, 2, 'a', { state: new Set(['y', 'z']), count: 2 }),
      row(1, 11, 'a', { state: new Set(['z', 'w']), count: 2 }),
    ]);
    expect([value('a', [0, 0]), value('a', [1, 1]), value('a', [0, 1])]).toEqual([3, 2, 4]);
    expect(value('a', [2, 2])).toBeNull();
  });

  it('of one row are what it says; of several nobody knows without the cases', () => {
    const { read } = reader(people, [
      row(0, 1, 'a', { value: 5 }),
      row(1, 11, 'a', { value: 6 }),
      row(2, 21, 'b', { value: 6, count: 2 }),
    ]);
    expect(read('a', [0, 0])).toEqual({ value: 5, reason: null });
    expect(read('a', [0, 1])).toEqual({ value: null, reason: 'non_additive' });
    expect(read('b', [2, 2])).toEqual({ value: null, reason: 'non_additive' });
    expect(read('b', [0, 1])).toEqual({ value: null, reason: null });
  });

  it('and quantiles are undefined where rows were counted but not kept', () => {
    for (const base of [people, measure({ agg: 'quantile', q: 0.5 })]) {
      const { read } = reader(base, [row(0, 1, 'a', { value: null, count: 3 })]);
      expect(read('a', [0, 0])).toEqual({ value: null, reason: 'not_aggregable' });
      expect(read('a', [1, 2])).toEqual({ value: null, reason: null });
    }
  });
});

describe('quantiles', () => {
  const units = (...list: number[]) => list.map((one) => one * 1e6);

  it('are taken of all cases of a span, in the currency that is asked', () => {
    const rows = [
      row(0, 1, 'a', { state: units(1, 9) }),
      row(0, 2, 'a', { state: units(4) }),
      row(1, 11, 'a', { state: units(5, 100) }),
    ];
    const money = measure({ agg: 'quantile', q: 0.5, unit: { kind: 'money' } });
    const { value } = reader(money, rows);
    expect([value('a', [0, 0]), value('a', [0, 1]), value('a', [2, 2])]).toEqual([4, 5, null]);
    expect(reader(money, rows, true).value('a', [0, 0])).toBe(8);
    const most = reader(measure({ agg: 'quantile', q: 1 }), rows);
    expect(most.value('a', [0, 1])).toBe(100);
  });
});
