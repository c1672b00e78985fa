import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defineMeasure } from './define-measure.ts';
import type { Bucket, MeasureQuery } from './schema.ts';
import { sumTable } from './sum-table.ts';
import { type PlainRow, tableOf } from './table.ts';

const LAST = 29;
const cost = defineMeasure({ id: 'ad_cost', dataset: 'ad_delivery', unit: { kind: 'money' } });

const text = fc.option(fc.constantFrom('', 'a', 'b', 'ä'), { nil: null });
const row: fc.Arbitrary<PlainRow> = fc.record({
  day: fc.integer({ min: 0, max: LAST }),
  channel: text,
  country: text,
  ad_cost: fc.option(
    fc.integer({ min: -1e12, max: 1e12 }).map((micros) => micros / 1e6),
    { nil: null },
  ),
});

/** Pieces that touch and cover all days, cut anywhere. */
const pieces: fc.Arbitrary<Bucket[]> = fc
  .uniqueArray(fc.integer({ min: 1, max: LAST }), { maxLength: 6 })
  .map((cuts) => {
    const starts = [0, ...cuts.sort((a, b) => a - b)];
    return starts.map((from, i) => ({ label: `${i}`, from, to: (starts[i + 1] ?? LAST + 1) - 1 }));
  });

it('sums by any dimensions and any pieces of time add up to the whole', () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 40 }),
      fc.subarray(['channel', 'country']),
      pieces,
      (rows, by, buckets) => {
        const table = tableOf([...rows, { day: 0, channel: null, country: null, ad_cost: 0 }]);
        const sum = (query: Pick<MeasureQuery, 'by' | 'buckets'>) =>
          sumTable(table, {
            dataset: 'ad_delivery',
            measures: [cost],
            filters: [],
            resolution: 'bucket',
            ...query,
          });
        const whole = sum({ by: [], buckets: [{ label: 'all', from: 0, to: LAST }] });
        const parts = sum({ by, buckets });
        const added = parts.reduce((total, part) => total + (part.values[0] ?? 0n), 0n);
        expect(added).toBe(whole[0]?.values[0]);
        const carried = parts.reduce((total, part) => total + (part.counts[0] ?? 0), 0);
        expect(carried).toBe(whole[0]?.counts[0]);
        const places = parts.map((part) => JSON.stringify([part.bucket, part.group]));
        expect(new Set(places).size).toBe(places.length);
      },
    ),
  );
});
