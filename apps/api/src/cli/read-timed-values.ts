import type { TimedValue } from '@openmops/domain/forecast';
import { numberIn, readColumns } from './read-columns.ts';

const TIMES = ['t', 'timestamp', 'date', 'day', 'week', 'month', 'quarter', 'time'];

/**
 * Reads a column of times and a column `value`; an empty value is a gap. The times stand under `t` or
 * another usual word for them.
 * @example await readTimedValues('visits.csv', 't') // [{ t: '2026-01-01', value: 12 }]
 */
export async function readTimedValues(path: string, usual: string): Promise<TimedValue[]> {
  const rows = await readColumns(path, ['value']);
  const named = Object.keys(rows[0]?.cells ?? {});
  const column = [usual, ...TIMES].find((name) => named.includes(name));
  if (rows.length > 0 && !column) await readColumns(path, [usual, 'value']);
  return rows.map((row) => ({
    t: row.cells[column ?? usual] ?? '',
    value: row.cells.value === '' ? null : numberIn({ path, row, column: 'value' }),
  }));
}
