import type { Rate } from '@openmops/domain/kpi';
import { type Issue, parseDay } from '@openmops/domain/shared';
import type { RawRow } from '@openmops/domain/sources';

const COLUMNS = ['day', 'from', 'to', 'rate'] as const;
type Column = (typeof COLUMNS)[number];
const ALSO: Record<string, Column> = { date: 'day', base: 'from', quote: 'to', value: 'rate' };

/** Which cell holds what; null when a column is missing. */
export function rateColumns(cells: string[]): Record<Column, number> | null {
  const found: Partial<Record<Column, number>> = {};
  for (const [at, cell] of cells.entries()) {
    const word = cell.trim().toLowerCase();
    const column = COLUMNS.find((one) => one === word) ?? ALSO[word];
    if (column && found[column] === undefined) found[column] = at;
  }
  return COLUMNS.every((column) => found[column] !== undefined)
    ? (found as Record<Column, number>)
    : null;
}

/**
 * One row → a rate, or what is wrong with it.
 * @example parseRate({ line: 2, cells: ['2026-01-31', 'SEK', 'EUR', '0.0871'] }, { day: 0, from: 1, to: 2, rate: 3 }) // { day: 20484, from: 'SEK', to: 'EUR', rate: 0.0871 }
 */
export function parseRate(row: RawRow, at: Record<Column, number>): Rate | Issue {
  const cell = (column: Column) => row.cells[at[column]]?.trim() ?? '';
  const bad = (column: Column, hint: string): Issue => ({
    code: `bad_${column}`,
    severity: 'error',
    message: `Line ${row.line}: “${cell(column)}” in column ${column} cannot be used.`,
    hint,
    line: row.line,
    field: column,
  });
  const day = parseDay(cell('day'));
  if (day === null) return bad('day', 'A date looks like 2026-01-31.');
  const from = cell('from').toUpperCase();
  const to = cell('to').toUpperCase();
  if (!/^[A-Z]{3}$/.test(from)) return bad('from', 'A currency is three letters, like EUR.');
  if (!/^[A-Z]{3}$/.test(to)) return bad('to', 'A currency is three letters, like EUR.');
  const rate = decimal(cell('rate'));
  if (rate === null || !(rate > 0)) return bad('rate', 'A rate is a number above 0, like 0.0871.');
  return { day, from, to, rate };
}

// A comma can only be the decimal mark: no rate needs thousands.
function decimal(text: string): number | null {
  return /^\d+([.,]\d+)?([eE][+-]?\d{1,2})?$/.test(text) ? Number(text.replace(',', '.')) : null;
}
