import type { CompiledColumns, MeasureColumn } from './compile-columns.ts';
import { currenciesOf } from './currencies.ts';
import type { IssueLog } from './issue-log.ts';
import { moneyMark } from './money-mark.ts';
import type { DaySpan } from './parse-date.ts';
import { CENSORED, NOT_APPLICABLE, parseMicros } from './parse-number.ts';
import { createRowCurrency } from './row-currency.ts';
import {
  badCurrency,
  badDate,
  badNumber,
  censoredValue,
  mixedPeriods,
  negativeValue,
  type Place,
  tooManyCells,
  twoCurrencies,
} from './row-issues.ts';
import type { Detection, FactRow, RawRow } from './schema.ts';

export type RowReader = {
  /** The fact of a row of data; null: rejected, and the log says why. */
  read: (row: RawRow) => FactRow | null;
  /** The numbers of a row of totals. */
  values: (row: RawRow) => (number | null)[];
  /** Rows cover several days. */
  period: boolean;
};

const DIGIT_0 = 48;
const DIGIT_9 = 57;
const MINUS = 45;

/** Reads rows of data cell by cell, with readers made once per file. */
export function createRowReader(
  detection: Detection,
  columns: CompiledColumns,
  log: IssueLog,
): RowReader {
  const { measures, dims, day, dayTo } = columns;
  const { wholePeriod } = detection;
  const hasMoney = measures.some((one) => one.money);
  const byColumn = hasMoney && columns.currency >= 0;
  const fileCurrency = hasMoney ? (detection.currency ?? '') : '';
  const period = detection.rowsCoverPeriods;
  const currencyOf = createRowCurrency(detection, columns);
  const markOf = new Map<string, string | null>();
  const measureCount = measures.length;
  const dimCount = dims.length;
  const width = widthOf(detection);

  function read(row: RawRow): FactRow | null {
    const { cells, line } = row;
    if (cells.length > width) {
      const filled = filledWidth(cells);
      if (filled > width) {
        log.add(tooManyCells({ line, field: null, cell: '' }, filled, detection.headers.length));
        return null;
      }
    }
    const span = spanOf(row);
    if (span === null) return null;
    let currency: string | null = byColumn ? currencyOf(row) : fileCurrency;
    if (currency === null || (hasMoney && currency === '' && byColumn)) {
      log.add(badCurrency(placeOf(row, columns.currency)));
      return null;
    }
    let marked = '';
    const values: (number | null)[] = new Array(measureCount);
    for (let at = 0; at < measureCount; at++) {
      const column = measures[at] as MeasureColumn;
      const cell = cells[column.index] ?? '';
      const value = parseMicros(cell, column.format);
      if (value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER) {
        values[at] = column.times < 0 ? value : product(value, cells, column);
        if (value < 0) log.add(negativeValue(placeOf(row, column.index)));
        if (column.money && !byColumn && isMarked(cell)) {
          const code = currencyOfMark(cell);
          if (code !== null && marked !== '' && code !== marked) {
            log.add(twoCurrencies(placeOf(row, column.index)));
            return null;
          }
          if (code !== null) marked = code;
        }
      } else if (value === NOT_APPLICABLE) {
        values[at] = null;
      } else if (value === CENSORED) {
        values[at] = null;
        log.add(censoredValue(placeOf(row, column.index)));
      } else {
        log.add(badNumber(placeOf(row, column.index), value));
        return null;
      }
    }
    if (marked !== '') currency = marked;
    if (hasMoney && currency === '') {
      log.add(badCurrency({ line, field: null, cell: '' }));
      return null;
    }
    const names: (string | null)[] = new Array(dimCount);
    for (let at = 0; at < dimCount; at++) {
      const column = dims[at];
      if (column)
        names[at] = column.index < 0 ? column.constant : column.read(cells[column.index] ?? '');
    }
    return { line, day: span.from, dayTo: span.to, currency, dims: names, values };
  }

  function spanOf(row: RawRow): DaySpan | null {
    if (day === null) return wholePeriod;
    const from = day.read(row.cells[day.index] ?? '');
    if (from === null) {
      log.add(badDate(placeOf(row, day.index)));
      return null;
    }
    let span = from;
    if (dayTo !== null) {
      const to = dayTo.read(row.cells[dayTo.index] ?? '');
      if (to !== null && to.to > from.to) span = { from: from.from, to: to.to };
    }
    if (!period && span.to !== span.from) {
      log.add(mixedPeriods(placeOf(row, day.index)));
      return null;
    }
    return span;
  }

  function currencyOfMark(cell: string): string | null {
    const mark = moneyMark(cell);
    if (mark === '') return null;
    let code = markOf.get(mark);
    if (code === undefined) {
      const possible = currenciesOf(mark);
      code = possible.length === 1 ? (possible[0] ?? null) : null;
      if (markOf.size < 1000) markOf.set(mark, code);
    }
    return code;
  }

  function placeOf({ line, cells }: RawRow, index: number): Place {
    return { line, field: detection.headers[index] ?? null, cell: cells[index] ?? '' };
  }

  function values({ cells }: RawRow): (number | null)[] {
    return measures.map((column) => {
      if (column.times >= 0) return null;
      const value = parseMicros(cells[column.index] ?? '', column.format);
      return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER ? value : null;
    });
  }

  return { read, values, period };
}

/** How many cells there are up to the last that is filled. */
function filledWidth(cells: readonly string[]): number {
  let width = cells.length;
  while (width > 0 && (cells[width - 1] ?? '').trim() === '') width--;
  return width;
}

/** The columns of the file, and those without a name that its rows have as a rule. */
function widthOf({ headers, sample }: Detection): number {
  const wide = sample.map(({ cells }) => filledWidth(cells)).filter((one) => one > headers.length);
  const asRule = wide.length > 2 && wide.length * 2 > sample.length;
  return asRule ? Math.max(...wide) : headers.length;
}

/** Whether something stands before or behind the digits. */
function isMarked(cell: string): boolean {
  const first = cell.charCodeAt(0);
  const last = cell.charCodeAt(cell.length - 1);
  return (
    last < DIGIT_0 ||
    last > DIGIT_9 ||
    ((first < DIGIT_0 || first > DIGIT_9) && first !== MINUS) ||
    (first === MINUS && cell.charCodeAt(1) > DIGIT_9)
  );
}

/** A mean times the number it is the mean of, in millionths: position × impressions. */
function product(value: number, cells: readonly string[], column: MeasureColumn): number | null {
  if (!column.timesFormat) return value;
  const times = parseMicros(cells[column.times] ?? '', column.timesFormat);
  if (!(times <= Number.MAX_SAFE_INTEGER && times >= 0)) return null;
  const exact = (BigInt(value) * BigInt(times) + 500_000n) / 1_000_000n;
  return exact > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(exact);
}
