import { groupKey } from './group-key.ts';
import type { Measure, MeasureQuery, MeasureRow } from './schema.ts';

/**
 * Rows that were summed apart, because their measures come from different slices, as the rows of
 * one query: one for each bucket, day, currency and group, with null where a part had nothing.
 * @example
 * const [a, b] = [{ id: 'ad_cost' }, { id: 'ad_reach' }];
 * const place = { bucket: 0, day: null, currency: 'EUR', group: [] };
 * const cost = { measures: [a], rows: [{ ...place, values: [9n], counts: [1] }] };
 * const reach = { measures: [b], rows: [{ ...place, values: [4n], counts: [1] }] };
 * mergeRows({ measures: [a, b] }, [cost, reach]) // [{ ...place, values: [9n, 4n], counts: [1, 1] }]
 */
export function mergeRows(
  query: MeasureQuery,
  parts: readonly { measures: Measure[]; rows: readonly MeasureRow[] }[],
): MeasureRow[] {
  const merged = new Map<string, MeasureRow>();
  for (const part of parts) {
    const columns = part.measures.map(({ id }) => query.measures.findIndex((one) => one.id === id));
    for (const row of part.rows) {
      const { bucket, day, currency, group } = row;
      const key = `${bucket}|${day}|${currency}|${groupKey(group)}`;
      let into = merged.get(key);
      if (!into) {
        const values = query.measures.map(() => null);
        const counts = query.measures.map(() => 0);
        into = { bucket, day, currency, group, values, counts };
        merged.set(key, into);
      }
      for (const [i, column] of columns.entries()) {
        if (column < 0) continue;
        into.values[column] = row.values[i] ?? null;
        into.counts[column] = row.counts[i] ?? 0;
      }
    }
  }
  return [...merged.values()];
}
