import { MopsError } from '../shared/error.ts';
import type { Additivity, Agg, Measure } from './schema.ts';

/** A measure as a person writes it: what is left out follows from the rest. */
export type MeasureEntry = Pick<Measure, 'id' | 'name' | 'dataset' | 'unit'> &
  Partial<Omit<Measure, 'additive'>>;

/** How what is read so may be added. Sums and counts add up; balances not over time; the rest never. */
export const ADDITIVE: Record<Agg, Additivity> = {
  sum: 'all',
  count: 'all',
  snapshotLast: 'notTime',
  snapshotFirst: 'notTime',
  countDistinct: 'none',
  min: 'none',
  max: 'none',
  quantile: 'none',
};

/**
 * A base measure; a sum of the column of its own name unless said otherwise. Throws INVALID for a
 * quantile without its share (0 to 1), or a share without a quantile.
 * @example defineMeasure({ id: 'ad_cost', name: 'Media cost', dataset: 'ads', unit: { kind: 'money' } }).additive // 'all'
 */
export function defineMeasure(entry: MeasureEntry): Measure {
  const { agg = 'sum', q = null } = entry;
  const share = q !== null && q >= 0 && q <= 1;
  if (share !== (agg === 'quantile')) {
    const message = `The measure “${entry.id}” is a ${agg} with q ${q}.`;
    throw new MopsError('INVALID', message, 'A quantile, and nothing else, has a q from 0 to 1.');
  }
  if (entry.column === '*' && agg !== 'count') {
    const message = `The measure “${entry.id}” reads all columns at once.`;
    throw new MopsError('INVALID', message, 'Only a count may be of *, that is, of rows.');
  }
  return {
    alias: entry.id,
    description: '',
    column: entry.id,
    filters: [],
    ...entry,
    agg,
    q,
    additive: ADDITIVE[agg],
  };
}
