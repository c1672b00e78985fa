import type { Day } from '../shared/day.ts';
import type { CompiledColumns } from './compile-columns.ts';
import { currenciesOf, isCurrency } from './currencies.ts';
import type { IssueLog } from './issue-log.ts';
import { moneyMark } from './money-mark.ts';
import type { DaySpan } from './parse-date.ts';
import { CENSORED, NOT_APPLICABLE, parseMicros, TOO_LARGE } from './parse-number.ts';
import type { Detection, FactRow, RawRow } from './schema.ts';

type Input = { detection: Detection; columns: CompiledColumns; log: IssueLog; now: Day };

export type RowReader = {
  /** The fact of a row of data; null: rejected, and the log says why. */
  read: (row: RawRow) => FactRow | null;
  /** The numbers of a row of totals. */
  values: (row: RawRow) => (number | null)[];
  /** Rows cover several days. */
  period: boolean;
  currency: string | null;
};

/** Reads rows of data cell by cell, with readers made once per file. */
export function createRowReader({ detection, columns, log }: Input): RowReader {
  const { measures, dims, day, dayTo } = columns;
  const hasMoney = measures.some((one) => one.money);
  const whole = detection.wholePeriod;
  const period = coversPeriods(detection, columns);
  const currencyOf = new Map<string, string | null>();
  const markOf = new Map<string, string | null>();
  const fileCurrency = detection.currency;

  function reject(
    row: RawRow,
    code: string,
    message: string,
    hint: string,
    field: string | null,
  ): null {
    log.add({ code, severity: 'error', message, hint, line: row.line, field });
    return null;
  }

  function read(row: RawRow): FactRow | null {
    const { cells } = row;
    const span = spanOf(row);
    if (span === null) return null;
    const values: (number | null)[] = new Array(measures.length);
    let currency = hasMoney ? (fileCurrency ?? '') : '';
    if (columns.currency >= 0 && hasMoney) {
      const cell = cells[columns.currency] ?? '';
      const code = cell === '' ? fileCurrency : codeOf(cell);
      if (code === null) {
        return reject(
          row,
          'unknown_currency',
          `“${cell}” is no currency.`,
          'Use codes such as EUR, USD or GBP.',
          detection.headers[columns.currency] ?? null,
        );
      }
      currency = code;
    }
    for (let at = 0; at < measures.length; at++) {
      const column = measures[at];
      if (!column) continue;
      const cell = cells[column.index] ?? '';
      const value = parseMicros(cell, column.format);
      if (value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER) {
        values[at] = column.times < 0 ? value : product(value, cells, at);
        if (column.money && columns.currency < 0) {
          const last = cell.charCodeAt(cell.length - 1);
          if (cell.charCodeAt(0) > 57 || cell.charCodeAt(0) < 45 || last > 57 || last < 48) {
            const marked = currencyOfMark(cell);
            if (marked !== null) currency = marked;
          }
        }
        if (value < 0) warnNegative(row, column.format.header, cell);
      } else if (value === NOT_APPLICABLE) values[at] = null;
      else if (value === CENSORED) {
        values[at] = null;
        noteCensored(row, column.format.header, cell);
      } else return badNumber(row, value, column.format.header, cell);
    }
    const names: (string | null)[] = new Array(dims.length);
    for (let at = 0; at < dims.length; at++) {
      const column = dims[at];
      if (!column) continue;
      names[at] = column.index < 0 ? column.constant : column.read(cells[column.index] ?? '');
    }
    if (currency === '' && hasMoney) {
      return reject(
        row,
        'currency_missing',
        'The row does not say its currency.',
        'Name it: --currency EUR.',
        null,
      );
    }
    return { line: row.line, day: span.from, dayTo: span.to, currency, dims: names, values };
  }

  function product(value: number, cells: string[], at: number): number | null {
    const column = measures[at];
    if (!column?.timesFormat) return value;
    const times = parseMicros(cells[column.times] ?? '', column.timesFormat);
    if (!(times <= Number.MAX_SAFE_INTEGER && times >= 0)) return null;
    const exact = (BigInt(value) * BigInt(times) + 500_000n) / 1_000_000n;
    return exact > BigInt(Number.MAX_SAFE_INTEGER) ? null : Number(exact);
  }

  function spanOf(row: RawRow): DaySpan | null {
    if (day === null) return whole;
    const cell = row.cells[day.index] ?? '';
    const from = day.read(cell);
    if (from === null) {
      const message =
        cell.trim() === '' ? 'The row has no date.' : `“${cell.slice(0, 60)}” is no date.`;
      return reject(
        row,
        'bad_date',
        message,
        'Use dates such as 2026-01-31.',
        detection.headers[day.index] ?? null,
      ) as null;
    }
    let span = from;
    if (dayTo !== null) {
      const to = dayTo.read(row.cells[dayTo.index] ?? '');
      if (to !== null && to.to >= from.from)
        span = to.to === from.to ? from : { from: from.from, to: to.to };
    }
    if (!period && span.to !== span.from) {
      return reject(
        row,
        'mixed_periods',
        'The row covers several days, the rows above one day each.',
        'Export the file with one row per day.',
        detection.headers[day.index] ?? null,
      ) as null;
    }
    return span;
  }

  function codeOf(cell: string): string | null {
    let code = currencyOf.get(cell);
    if (code === undefined) {
      const text = cell.trim().toUpperCase();
      const possible = currenciesOf(cell);
      code =
        text === ''
          ? fileCurrency
          : isCurrency(text)
            ? text
            : possible.length === 1
              ? (possible[0] ?? null)
              : null;
      if (currencyOf.size < 1000) currencyOf.set(cell, code);
    }
    return code;
  }

  function currencyOfMark(cell: string): string | null {
    const mark = moneyMark(cell);
    if (mark === '') return null;
    let code = markOf.get(mark);
    if (code === undefined) {
      const possible = currenciesOf(mark);
      code = possible.length === 1 ? (possible[0] ?? null) : null;
      markOf.set(mark, code);
    }
    return code;
  }

  function warnNegative(row: RawRow, field: string, cell: string): void {
    log.add({
      code: 'negative_value',
      severity: 'warning',
      message: `“${cell.trim()}” is below zero; it is kept as it is.`,
      hint: 'Platforms write corrections this way; check it when you do not expect one.',
      line: row.line,
      field,
    });
  }

  function noteCensored(row: RawRow, field: string, cell: string): void {
    log.add({
      code: 'censored_value',
      severity: 'info',
      message: `“${cell.trim()}” hides the value; it is stored as not given.`,
      hint: null,
      line: row.line,
      field,
    });
  }

  function badNumber(row: RawRow, value: number, field: string, cell: string): null {
    if (value === TOO_LARGE) {
      return reject(
        row,
        'number_too_large',
        `“${cell.slice(0, 60)}” is larger than can be stored exactly.`,
        'Check the column; the largest amount is 9,007,199,254.',
        field,
      );
    }
    return reject(
      row,
      'bad_number',
      `“${cell.slice(0, 60)}” is no number.`,
      'Correct the cell, or map the column to nothing.',
      field,
    );
  }

  return { read, values: totalsOf, period, currency: fileCurrency };

  function totalsOf({ cells }: RawRow): (number | null)[] {
    return measures.map((column) => {
      if (column.times >= 0) return null;
      const value = parseMicros(cells[column.index] ?? '', column.format);
      return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER ? value : null;
    });
  }
}

/** Whether rows cover several days: the batch's shape says so, for all of its rows. */
function coversPeriods(detection: Detection, { day, dayTo }: CompiledColumns): boolean {
  if (day === null)
    return (
      detection.wholePeriod !== null && detection.wholePeriod.from !== detection.wholePeriod.to
    );
  return detection.sample.some((row) => {
    const from = day.read(row.cells[day.index] ?? '');
    const to = dayTo?.read(row.cells[dayTo.index] ?? '') ?? null;
    return from !== null && (to ?? from).to !== from.from;
  });
}
