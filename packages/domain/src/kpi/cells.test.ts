import { describe, expect, it } from 'vitest';
import { cellsOf } from './cells.ts';
import { defineMeasure } from './define-measure.ts';
import type { MeasureRow, Reading } from './schema.ts';

// Three pieces; the question has two buckets, and the second holds the last two pieces.
const COST = defineMeasure({ id: 'cost', name: 'Cost', dataset: 'd', unit: { kind: 'money' } });
const QUERY = {
  ...{ dataset: 'd', measures: [COST], by: ['campaign'], filters: [] },
  buckets: [0, 10, 20].map((from) => ({ label: '', from, to: from + 9 })),
  resolution: 'bucket' as const,
};
const SPLIT: Reading = {
  ...{ keys: ['cost'], dims: [0] },
  spans: [
    [0, 0],
    [1, 2],
  ],
  previousSpans: [[2, 2]],
};
const row = (bucket: number, campaign: string | null, units: number): MeasureRow => ({
  ...{ bucket, day: null, currency: 'EUR', group: [campaign], counts: [1] },
  values: [BigInt(units) * 1_000_000n],
});
const ROWS = [row(0, 'a', 1), row(1, 'a', 2), row(2, 'a', 4), row(2, null, 8)];

const cells = (
  rows = ROWS,
  more: { side?: 'spans' | 'previousSpans'; readings?: Reading[] } = {},
) =>
  cellsOf([{ query: QUERY, rows }], {
    ...{ readings: [SPLIT], side: 'spans', dims: 1, carry: false, ...more },
    convert: (_, micros) => micros,
  });

describe('cells', () => {
  it('hold what stands in the pieces of a bucket, by group', () => {
    const { at, places } = cells();
    const value = (bucket: number, group: string | null) =>
      at({ bucket, group: [group] })('cost').value;
    expect([value(0, 'a'), value(1, 'a')]).toEqual([1, 6]);
    expect([value(0, null), value(1, null), value(1, 'b')]).toEqual([0, 8, 0]);
    expect(places).toEqual([
      { bucket: 0, group: ['a'] },
      { bucket: 1, group: ['a'] },
      { bucket: 1, group: [null] },
    ]);
  });

  it('of the other range stand in its own pieces', () => {
    const { at, places } = cells(ROWS, { side: 'previousSpans' });
    expect(at({ bucket: 0, group: ['a'] })('cost').value).toBe(4);
    expect(places).toEqual([
      { bucket: 0, group: ['a'] },
      { bucket: 0, group: [null] },
    ]);
  });

  it('know nothing of other keys, of buckets that are none, and of rows that nobody reads', () => {
    const nothing = { value: null, reason: null };
    const { at, presence } = cells();
    expect(at({ bucket: 0, group: ['a'] })('clicks')).toEqual(nothing);
    expect(at({ bucket: 7, group: ['a'] })('cost')).toEqual(nothing);
    expect(presence('clicks')).toEqual({ carried: false, rows: false });
    expect(presence('cost')).toEqual({ carried: true, rows: true });
    const unread = cells(ROWS, { readings: [] });
    expect(unread.at({ bucket: 0, group: ['a'] })('cost')).toEqual(nothing);
    expect([unread.places, unread.presence('cost')]).toEqual([[], { carried: false, rows: false }]);
    const stray = { ...row(0, 'a', 1), bucket: 9 };
    expect(cells([stray]).places).toEqual([]);
  });

  it('of what is not split stand beside every group, and make no place', () => {
    const total: Reading = { ...SPLIT, keys: ['all'], dims: [] };
    const whole = { ...row(0, 'a', 50), group: [] };
    const both = cellsOf(
      [
        { query: QUERY, rows: [row(0, 'a', 1)] },
        { query: { ...QUERY, by: [] }, rows: [whole] },
      ],
      {
        ...{ readings: [SPLIT, total], side: 'spans', dims: 1, carry: false },
        convert: (_, micros) => micros,
      },
    );
    const read = both.at({ bucket: 0, group: ['z'] });
    expect([read('cost').value, read('all').value]).toEqual([0, 50]);
    expect(both.places).toEqual([{ bucket: 0, group: ['a'] }]);
  });

  it('carry a balance on where that is asked', () => {
    const base = defineMeasure({ ...COST, agg: 'snapshotLast' });
    const query = { ...QUERY, measures: [base] };
    const read = (carry: boolean) =>
      cellsOf([{ query, rows: [row(0, 'a', 3)] }], {
        ...{ readings: [SPLIT], side: 'spans', dims: 1, carry },
        convert: (_, micros) => micros,
      }).at({ bucket: 1, group: ['a'] })('cost').value;
    expect([read(true), read(false)]).toEqual([3, null]);
  });
});
