import { parseDate } from './parse-date.ts';
import { NOT_A_NUMBER, parseMicros } from './parse-number.ts';

const FORMAT = {
  order: 'dmy',
  grain: 'day',
  serial: false,
  countFrom: null,
  timeZone: 'UTC',
} as const;

/** Whether a cell is written like a number in any country. */
function looksLikeNumber(cell: string): boolean {
  const point = parseMicros(cell, { decimal: '.', power: 0 });
  if (!Object.is(point, NOT_A_NUMBER)) return point !== Number.NEGATIVE_INFINITY;
  return !Number.isNaN(parseMicros(cell, { decimal: ',', power: 0 }));
}

/** Whether a cell is written like a date in any order. */
export function looksLikeDate(cell: string): boolean {
  return parseDate(cell, FORMAT) !== null || parseDate(cell, { ...FORMAT, order: 'mdy' }) !== null;
}

/**
 * Whether a cell is a value (number or date) rather than a name.
 * @example looksLikeValue('1.234,50 €') // true
 */
export function looksLikeValue(cell: string): boolean {
  if (cell === '' || cell.length > 60) return false;
  return looksLikeNumber(cell) || looksLikeDate(cell);
}
