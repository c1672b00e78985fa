import { describe, expect, it } from 'vitest';
import { mergeRows } from './merge-rows.ts';
import type { MeasureRow } from './schema.ts';
import { sumRows } from './sum-rows.ts';
import { caseOf, casesOf, measures } from './testing.ts';

const sorted = (rows: MeasureRow[]) =>
  rows
    .filter((row) => row.counts.some((count) => count > 0))
    .map((row) => JSON.stringify({ ...row, values: row.values.map(String) }))
    .sort();

describe('mergeRows', () => {
  it('puts measures that were summed apart together again', () => {
    for (let seed = 0; seed < casesOf(200); seed++) {
      const { facts, query } = caseOf(seed);
      const parts = query.measures.toReversed().map((id) => {
        const measures = [id];
        return { measures, rows: sumRows(facts, { ...query, measures }) };
      });
      expect(sorted(mergeRows(query, parts))).toEqual(sorted(sumRows(facts, query)));
    }
  });

  it('leaves null where a part had nothing', () => {
    const { query } = caseOf(1);
    const row = { bucket: 0, day: null, currency: 'EUR', group: [], values: [5n], counts: [1] };
    const asked = { ...query, measures: measures('ad_cost', 'ad_reach') };
    expect(mergeRows(asked, [{ measures: measures('ad_reach'), rows: [row] }])).toEqual([
      { ...row, values: [null, 5n], counts: [0, 1] },
    ]);
  });
});
