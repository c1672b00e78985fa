import type { Measure } from '@openmops/domain/kpi';
import { type KnownFacts, NOTHING_KNOWN } from './known-facts.ts';
import { dimSql, isDimension, isMeasureColumn } from './sql.ts';

/** How a measure stands in these facts: its sum (or least, or most) and the rows that carry it. */
export type MeasureSql = {
  /** In millionths; NULL where no row carries it, or where sums cannot tell it. */
  value: string;
  rows: string;
  /** Of a single row: what it carries, and whether. */
  cell: string;
  carried: string;
};

const ONE = 'toInt64(1000000)';
const NOTHING: MeasureSql = { value: 'NULL', rows: 'toUInt64(0)', cell: 'NULL', carried: '0' };

/**
 * A measure in SQL. Columns of numbers are delivered sums; columns of texts are counted. Different
 * texts and quantiles need every single case, which facts are not: the rows are counted, so that
 * the reader can say why there is no value. What no column holds has no rows. `wide`: sums may pass
 * 64 bits. `full`: columns that every row carries.
 */
export function measureSql(
  { agg, column }: Measure,
  { wide, full }: Pick<KnownFacts, 'wide' | 'full'> = NOTHING_KNOWN,
): MeasureSql {
  if (column === '*') {
    const counted = agg === 'count' ? `count() * ${ONE}` : 'NULL';
    return { value: counted, rows: 'count()', cell: ONE, carried: '1' };
  }
  if (isMeasureColumn(column)) {
    const isFull = full.has(column);
    const number = isFull ? `assumeNotNull(${column})` : column;
    const sum = wide ? `toString(sum(toInt128(${number})))` : `sum(${number})`;
    const least = agg === 'min' || agg === 'max' ? `${agg}(${number})` : sum;
    const value = agg === 'quantile' ? 'NULL' : least;
    const rows = isFull ? 'count()' : `count(${column})`;
    return { value, rows, cell: column, carried: `isNotNull(${column})` };
  }
  if ((agg !== 'count' && agg !== 'countDistinct') || !isDimension(column)) return NOTHING;
  const dim = dimSql(column);
  const carried = `isNotNull(${dim})`;
  const rows = `countIf(${carried})`;
  const value = agg === 'count' ? `if(${rows} = 0, NULL, toInt64(${rows}) * ${ONE})` : 'NULL';
  return { value, rows, cell: `if(${carried}, ${ONE}, NULL)`, carried };
}
