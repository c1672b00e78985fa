import { type Day, parseDay } from '../shared/day.ts';
import { MopsError } from '../shared/error.ts';
import { unitsToMicros } from '../shared/micros.ts';

/** Texts as numbers: `codes[row]` is a place in `values`; null: not set. */
export type TextColumn = { codes: Int32Array; values: (string | null)[] };

/** Numbers in millionths. NaN: the row does not carry it. */
export type NumberColumn = {
  micros: Float64Array;
  /** Whether any row does not carry it. */
  gaps: boolean;
  /** The largest amount, without sign: tells whether sums stay exact. */
  most: number;
};

/** Rows in columns, for sums in memory. */
export type Table = {
  rows: number;
  day: Int32Array;
  /** The last day of the period that a row covers; null: each row is of one day. */
  dayTo: Int32Array | null;
  texts: Record<string, TextColumn>;
  numbers: Record<string, NumberColumn>;
};

/** One row as people have it: `{ day: '2026-01-31', campaign: 'Spring', ad_cost: 12.5 }`. */
export type PlainRow = Record<string, string | number | null | undefined>;

/**
 * Rows → a table. `day` is a date (2026-01-31) or a day number, `dayTo` likewise where a row covers a
 * period; columns of texts are dimensions, columns of numbers are in units (money in its currency).
 * A column is of texts if any row has a text in it. Throws INVALID for a day that is none, a number
 * that is not finite, or a column of both.
 * @example
 * const rows = [{ day: '2026-01-31', campaign: 'Spring', ad_cost: 12.5 }];
 * tableOf(rows).numbers.ad_cost.micros[0] // 12_500_000
 */
export function tableOf(rows: readonly PlainRow[]): Table {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const table: Table = {
    rows: rows.length,
    day: daysOf(rows, 'day'),
    dayTo: names.has('dayTo') ? daysOf(rows, 'dayTo') : null,
    texts: {},
    numbers: {},
  };
  names.delete('day');
  names.delete('dayTo');
  for (const name of names) {
    const isText = rows.some((row) => typeof row[name] === 'string');
    if (isText) table.texts[name] = textColumn(rows, name);
    else table.numbers[name] = numberColumn(rows, name);
  }
  return table;
}

function daysOf(rows: readonly PlainRow[], name: 'day' | 'dayTo'): Int32Array {
  const days = new Int32Array(rows.length);
  const known = new Map<string, Day | null>();
  for (const [i, row] of rows.entries()) {
    const value = row[name] ?? (name === 'dayTo' ? row.day : null);
    let day: Day | null = typeof value === 'number' && Number.isInteger(value) ? value : null;
    if (typeof value === 'string') {
      const found = known.get(value);
      day = found === undefined ? parseDay(value) : found;
      known.set(value, day);
    }
    if (day === null) {
      const message = `Row ${i + 1} has no ${name}: ${JSON.stringify(value ?? null)}.`;
      throw new MopsError('INVALID', message, 'A date looks like 2026-01-31.');
    }
    days[i] = day;
  }
  return days;
}

function textColumn(rows: readonly PlainRow[], name: string): TextColumn {
  const codes = new Int32Array(rows.length);
  const values: (string | null)[] = [];
  const known = new Map<string | null, number>();
  for (const [i, row] of rows.entries()) {
    const value = row[name] ?? null;
    if (typeof value === 'number') throw mixed(i, name, value);
    const code = known.get(value) ?? values.push(value) - 1;
    known.set(value, code);
    codes[i] = code;
  }
  return { codes, values };
}

function numberColumn(rows: readonly PlainRow[], name: string): NumberColumn {
  const column: NumberColumn = { micros: new Float64Array(rows.length), gaps: false, most: 0 };
  for (const [i, row] of rows.entries()) {
    const value = row[name] ?? null;
    if (value === null) {
      column.micros[i] = Number.NaN;
      column.gaps = true;
      continue;
    }
    const micros = typeof value === 'number' ? unitsToMicros(value) : null;
    if (micros === null) throw mixed(i, name, value);
    column.micros[i] = micros;
    column.most = Math.max(column.most, Math.abs(micros));
  }
  return column;
}

function mixed(row: number, name: string, value: unknown): MopsError {
  const message = `Row ${row + 1}: ${JSON.stringify(value) ?? value} is no number of column “${name}”.`;
  const hint = 'A column holds finite numbers, or texts; leave out what is not known.';
  return new MopsError('INVALID', message, hint);
}
