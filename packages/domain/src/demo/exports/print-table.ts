import { type Day, formatDay, MICROS_PER_UNIT } from '../../shared/index.ts';

/** A column of a printed export: its header, and its cell of an item. */
export type Column<T> = readonly [header: string, cell: (item: T) => string];

/**
 * Header and rows as comma-separated text; a cell is quoted only when it must be.
 * @example printTable([['a', String]], [1]) // ['a', '1']
 */
export function printTable<T>(columns: readonly Column<T>[], items: readonly T[]): string[] {
  return [
    printLine(columns.map(([header]) => header)),
    ...items.map((item) => printLine(columns.map(([, cell]) => cell(item)))),
  ];
}

export function printLine(cells: readonly string[]): string {
  return cells
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
}

/**
 * Whole units of millionths with a thousands separator, as Google prints counts.
 * @example printCount(1204_000000) // '1,204'
 */
export function printCount(micros: number): string {
  return printWhole(micros).replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * Whole units of millionths.
 * @example printWhole(1204_000000) // '1204'
 */
export function printWhole(micros: number): string {
  return String(Math.round(micros / MICROS_PER_UNIT));
}

/**
 * Units of millionths with two decimals, without separators.
 * @example printMoney(172_450000) // '172.45'
 */
export function printMoney(micros: number): string {
  const cents = Math.round(micros / 10_000);
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

/**
 * A date in words, as preambles print it.
 * @example printLongDate(20778) // 'November 21, 2026'
 */
export function printLongDate(day: Day): string {
  const [year, month, date] = formatDay(day).split('-').map(Number);
  return `${MONTHS[(month ?? 1) - 1]} ${date}, ${year}`;
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
