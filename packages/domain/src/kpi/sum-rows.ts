import type { Day } from '../shared/day.ts';
import { MICROS_PER_UNIT } from '../shared/micros.ts';
import { bucketAround } from './bucket-at.ts';
import type { DimensionId, QueryDimension } from './dimensions.ts';
import { groupKey } from './group-key.ts';
import { matches } from './matches.ts';
import type { Agg, MeasureQuery, MeasureRow } from './schema.ts';

/**
 * One published row of facts in memory. `account` stands in where the row names none. Values are
 * integers in millionths; null or absent: the row does not carry the measure.
 */
export type Fact = {
  source: string;
  account: string;
  shape: string;
  row: {
    day: Day;
    /** Same as `day`, or the last day of the period that the row covers as a whole. */
    dayTo: Day;
    currency: string;
    dims: Partial<Record<DimensionId, string | null>>;
    values: Record<string, number | bigint | null>;
  };
};

/**
 * The in-memory twin of the fact store: sums the facts of one dataset for a query. One row for each
 * bucket, currency, group and (at resolution `day`) day with at least one matching fact, ordered by
 * first appearance. A fact that covers several days counts only in a bucket that holds all of them,
 * and stands on its first day. A measure whose column is a dimension counts its texts, or its
 * different texts; `*` counts rows.
 * @example
 * const row = { day: 3, dayTo: 3, currency: 'EUR', dims: {}, values: { ad_cost: 1_250_000 } };
 * const facts = [{ source: 'x_ads', account: 'a', shape: '', row }];
 * const query = { measures: [{ column: 'ad_cost' }], by: ['source'], filters: [], resolution: 'bucket' };
 * const buckets = [{ label: 'week', from: 1, to: 7 }];
 * sumRows(facts, { ...query, dataset: 'ad_delivery', buckets })[0].values // [1_250_000n]
 */
export function sumRows(facts: Iterable<Fact>, query: MeasureQuery): MeasureRow[] {
  const groups = new Map<string, MeasureRow>();
  for (const fact of facts) {
    const { day, dayTo, currency } = fact.row;
    const bucket = bucketAround(query.buckets, day, dayTo);
    if (bucket < 0) continue;
    if (!query.filters.every((filter) => matches(filter, dimValue(fact, filter.dim)))) continue;
    const group = query.by.map((dim) => dimValue(fact, dim));
    const rowDay = query.resolution === 'day' ? day : null;
    const key = `${bucket}|${rowDay}|${currency}|${groupKey(group)}`;
    let row = groups.get(key);
    if (!row) {
      const values = query.measures.map(() => null);
      const counts = query.measures.map(() => 0);
      row = { bucket, day: rowDay, currency, group, values, counts };
      groups.set(key, row);
    }
    addValues(row, fact, query);
  }
  return [...groups.values()];
}

/**
 * The value of a dimension, source or currency of a fact; null: not set.
 * @example dimValue({ source: 'x_ads', account: 'a', row: { dims: {} } }, 'account') // 'a'
 */
export function dimValue(fact: Fact, dim: string): string | null {
  if (dim === 'source') return fact.source;
  if (dim === 'currency') return fact.row.currency;
  const value = fact.row.dims[dim as Exclude<QueryDimension, 'source' | 'currency'>] ?? null;
  // Rows that name no account, in a batch that names none, have none.
  return dim === 'account' ? (value ?? fact.account) || null : value;
}

function addValues(row: MeasureRow, fact: Fact, query: MeasureQuery): void {
  for (const [i, { agg, column }] of query.measures.entries()) {
    const value = fact.row.values[column] ?? null;
    const text = value === null && isCounted(agg) ? textOf(fact, column) : null;
    if (value === null && text === null) continue;
    const known = row.values[i] ?? null;
    row.counts[i] = (row.counts[i] ?? 0) + 1;
    if (text !== null && agg === 'countDistinct') stateOf(row, i, new Set<string>()).add(text);
    else if (text !== null) row.values[i] = (known ?? 0n) + BigInt(MICROS_PER_UNIT);
    else if (agg === 'quantile') stateOf<number[]>(row, i, []).push(Number(value));
    else row.values[i] = together(agg, known, BigInt(value ?? 0));
  }
}

const isCounted = (agg: Agg) => agg === 'count' || agg === 'countDistinct';

// `*` is in every row.
function textOf(fact: Fact, column: string): string | null {
  return column === '*' ? '' : dimValue(fact, column);
}

function stateOf<T extends Set<string> | number[]>(row: MeasureRow, i: number, fresh: T): T {
  row.states ??= row.values.map(() => null);
  row.states[i] ??= fresh;
  return row.states[i] as T;
}

function together(agg: Agg, known: bigint | null, value: bigint): bigint {
  if (known === null) return value;
  if (agg !== 'min' && agg !== 'max') return known + value;
  return (agg === 'min') === value < known ? value : known;
}
