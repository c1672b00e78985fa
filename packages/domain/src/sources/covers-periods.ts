import { parseDate } from './parse-date.ts';
import type { ColumnPlan, Detection, RawRow } from './schema.ts';

const RANGE = /\d\s+[-–—]\s+\S/;

type Input = {
  rows: readonly RawRow[];
  columns: readonly ColumnPlan[];
  wholePeriod: Detection['wholePeriod'];
  countFrom: Detection['countFrom'];
  timeZone: string;
};

/**
 * Whether the rows of a file cover several days each, by all sampled rows: the shape of the batch
 * says it once for all of its rows. A range of one day in a column of ranges is a range too.
 */
export function coversPeriods({ rows, columns, wholePeriod, countFrom, timeZone }: Input): boolean {
  const day = columns.find((one) => one.target === 'day');
  const dayTo = columns.find((one) => one.target === 'day_to');
  if (!day) return wholePeriod !== null && wholePeriod.from !== wholePeriod.to;
  if (day.grain !== 'day') return true;
  return rows.some(({ cells }) => {
    const cell = cells[day.index] ?? '';
    const from = parseDate(cell, { ...day, countFrom, timeZone });
    if (!from) return false;
    if (from.to !== from.from || RANGE.test(cell)) return true;
    if (!dayTo) return false;
    const to = parseDate(cells[dayTo.index] ?? '', { ...dayTo, countFrom, timeZone });
    return to !== null && to.to > from.from;
  });
}
