import { ByteNames } from './byte-names.ts';
import type { CompiledColumns, DimColumn } from './compile-columns.ts';
import type { FactColumns, Names } from './fact-columns.ts';
import type { DaySpan } from './parse-date.ts';
import { createRowCurrency } from './row-currency.ts';
import type { RowKinds } from './row-kinds.ts';
import type { Detection } from './schema.ts';

/** A record whose cells are known only by where they stand in the bytes of the file (UTF-8). */
export type ByteRow = {
  bytes: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  line: number;
};

/** Reads plain rows without making text or objects; what is not plain is left to the reader of rows. */
export type ByteReader = {
  /** How many cells a plain row has. */
  width: number;
  /** Reads a row into `values`, `span` and `currency`; false: not plain, nothing was taken. */
  read: (row: ByteRow) => boolean;
  /** Appends what was read last. */
  write: (line: number, into: FactColumns) => void;
  values: Float64Array;
  span: DaySpan;
  currency: string;
};

const HASH = 35;
const ZERO = 48;
const NINE = 57;

type Name = { name: string | null; total: boolean };

/**
 * Null when rows of this file are never plain: records of a CRM, no day, periods that end in a
 * column of their own, values that are multiplied or scaled, amounts that name their currency.
 */
export function createByteReader(given: {
  detection: Detection;
  columns: CompiledColumns;
  kinds: RowKinds;
  decode: (bytes: Uint8Array) => string;
}): ByteReader | null {
  const { detection, columns, kinds, decode } = given;
  const { measures, dims, day } = columns;
  const width = detection.headers.length;
  const hasMoney = measures.some((one) => one.money);
  const byColumn = hasMoney && columns.currency >= 0;
  const fileCurrency = hasMoney ? (detection.currency ?? '') : '';
  if (day === null || columns.dayTo !== null || width < 2) return null;
  if (hasMoney && !byColumn && fileCurrency === '') return null;
  if (measures.some((one) => one.times >= 0 || one.format.power !== 0)) return null;

  const period = detection.rowsCoverPeriods;
  const lastLine = detection.lastLine ?? Number.POSITIVE_INFINITY;
  const headings = new ByteNames((cell) => cell === detection.headers[0], decode);
  const days = new ByteNames(day.read, decode);
  const rowCurrency = createRowCurrency(detection, columns);
  const currencies = new ByteNames((cell) => {
    const cells: string[] = [];
    cells[columns.currency] = cell;
    return rowCurrency({ line: 0, cells });
  }, decode);
  const names = dims.map((column) => new ByteNames(readerOf(column, kinds), decode));
  const entries = new Int32Array(dims.length);
  const dayIndex = day.index;
  const dimIndexes = dims.map((one) => one.index);
  const counts = dims.map((one) => one.index >= 0 && one.dim !== 'account');
  const someName = counts.includes(true);
  const measureIndexes = measures.map((one) => one.index);
  const marks = measures.map((one) => (one.format.decimal === '.' ? 46 : 44));
  const values = new Float64Array(measures.length);
  const firstIsDay = dayIndex === 0;

  const reader: ByteReader = {
    width,
    values,
    span: { from: 0, to: 0 },
    currency: fileCurrency,
    read,
    write,
  };

  function read({ bytes, starts, ends, line }: ByteRow): boolean {
    if (line > lastLine || !kinds.isSettled()) return false;
    const first = starts[0] as number;
    if (bytes[first] === HASH) return false;
    const dayEntry = days.entry(bytes, starts[dayIndex] as number, ends[dayIndex] as number);
    const span = dayEntry < 0 ? null : (days.values[dayEntry] as DaySpan | null);
    if (span === null || (!period && span.to !== span.from)) return false;
    if (!firstIsDay) {
      const heading = headings.entry(bytes, first, ends[0] as number);
      if (heading < 0 || headings.values[heading]) return false;
    }
    for (let at = 0; at < measureIndexes.length; at++) {
      const index = measureIndexes[at] as number;
      const value = plainMicros(
        bytes,
        starts[index] as number,
        ends[index] as number,
        marks[at] as number,
      );
      if (value < 0) return false;
      values[at] = value;
    }
    if (byColumn) {
      const at = columns.currency;
      const entry = currencies.entry(bytes, starts[at] as number, ends[at] as number);
      const code = entry < 0 ? null : (currencies.values[entry] as string | null);
      if (code === null || code === '') return false;
      reader.currency = code;
    }
    let named = !someName;
    for (let at = 0; at < dimIndexes.length; at++) {
      const index = dimIndexes[at] as number;
      if (index < 0) continue;
      const dictionary = names[at] as ByteNames<Name>;
      const entry = dictionary.entry(bytes, starts[index] as number, ends[index] as number);
      if (entry < 0) return false;
      const known = dictionary.values[entry] as Name;
      if (known.total) return false;
      if (known.name !== null && counts[at]) named = true;
      entries[at] = entry;
    }
    // A row without a name could be an unlabelled total.
    if (!named) return false;
    reader.span = span;
    return true;
  }

  function write(line: number, into: FactColumns): void {
    const at = into.begin(line, reader.span.from, reader.span.to);
    into.currencies.codes[at] = into.currencies.codeOf(reader.currency);
    for (let dim = 0; dim < dimIndexes.length; dim++) {
      const column = into.dims[dim] as Names;
      if ((dimIndexes[dim] as number) < 0) {
        column.codes[at] = column.codeOf(dims[dim]?.constant ?? null);
        continue;
      }
      const dictionary = names[dim] as ByteNames<Name>;
      const entry = entries[dim] as number;
      if (dictionary.owner !== into) {
        dictionary.epochs.fill(0);
        dictionary.owner = into;
      }
      if (dictionary.epochs[entry] !== into.epoch) {
        dictionary.codes[entry] = column.addName((dictionary.values[entry] as Name).name);
        dictionary.epochs[entry] = into.epoch;
      }
      column.codes[at] = dictionary.codes[entry] as number;
    }
    for (let measure = 0; measure < values.length; measure++)
      (into.values[measure] as Float64Array)[at] = values[measure] as number;
  }

  return reader;
}

function readerOf(column: DimColumn, kinds: RowKinds): (cell: string) => Name {
  const mayLabel = column.index === kinds.firstName;
  return (cell) => ({ name: column.make(cell), total: mayLabel && kinds.isTotalLabel(cell) });
}

/** Millionths of plain digits, NaN for an empty cell, -1 for anything else. As `parseMicros`. */
function plainMicros(bytes: Uint8Array, from: number, to: number, mark: number): number {
  if (from === to) return Number.NaN;
  let at = from;
  let value = 0;
  let code = 0;
  for (; at < to; at++) {
    code = bytes[at] as number;
    if (code < ZERO || code > NINE) break;
    value = value * 10 + (code - ZERO);
  }
  const digits = at - from;
  if (digits === 0 || digits > 9) return -1;
  if (at === to) return value * 1_000_000;
  if (code !== mark || to - at > 7 || at + 1 === to) return -1;
  let scale = 1_000_000;
  for (at++; at < to; at++) {
    code = bytes[at] as number;
    if (code < ZERO || code > NINE) return -1;
    value = value * 10 + (code - ZERO);
    scale /= 10;
  }
  return value * scale;
}
