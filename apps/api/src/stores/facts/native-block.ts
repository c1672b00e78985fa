import { MopsError } from '@openmops/domain/shared';
import type { FactRow } from '@openmops/domain/sources';
import type { LandedBatch } from './port.ts';
import { dimColumn, measureColumn } from './sql.ts';

/**
 * A chunk in ClickHouse's own columnar form: the engine takes it without parsing text, and every
 * name stands in it once, with one small number per row. Five times less work than text.
 * Written down in the ClickHouse documentation as the format Native.
 */
export function toNative(
  batch: LandedBatch,
  chunk: number,
  rows: FactRow[],
): { columns: string[]; block: Buffer } {
  const account = batch.dims.indexOf('account');
  const columns: [name: string, write: (out: Block) => void][] = [
    ['batch', (out) => out.constant(batch.batchId)],
    ['seq', (out) => out.integers64(rows.length, () => batch.seq)],
    ['chunk', (out) => out.integers32('UInt32', rows.length, () => chunk)],
    ['line', (out) => out.integers32('UInt32', rows.length, (at) => rows[at]?.line ?? 0)],
    ['workspace', (out) => out.constant(batch.workspaceId)],
    ['dataset', (out) => out.constant(batch.dataset)],
    ['source', (out) => out.constant(batch.source)],
    [
      'account',
      (out) =>
        out.names('String', (at) => {
          const named = account >= 0 ? rows[at]?.dims[account] : null;
          return named ?? batch.account;
        }),
    ],
    ['shape', (out) => out.constant(batch.shape)],
    ['day', (out) => out.integers32('Int32', rows.length, (at) => rows[at]?.day ?? 0)],
    ['day_to', (out) => out.integers32('Int32', rows.length, (at) => rows[at]?.dayTo ?? 0)],
    ['currency', (out) => out.names('String', (at) => rows[at]?.currency ?? '')],
  ];
  batch.dims.forEach((dim, at) => {
    if (dim === 'account') return;
    columns.push([
      dimColumn(dim),
      (out) => out.names('Nullable(String)', (row) => rows[row]?.dims[at] ?? null),
    ]);
  });
  batch.measures.forEach((measure, at) => {
    columns.push([measureColumn(measure), (out) => out.values(measure, at, rows)]);
  });
  const out = new Block(rows.length);
  out.count(columns.length);
  out.count(rows.length);
  for (const [name, write] of columns) {
    out.text(name);
    write(out);
  }
  return { columns: columns.map(([name]) => name), block: out.bytes() };
}

const ADDITIONAL_KEYS = 1 << 9;
const NEW_DICTIONARY = 1 << 10;
const TWO_32 = 4_294_967_296;

class Block {
  readonly #rows: number;
  #buffer: Buffer;
  #at = 0;

  constructor(rows: number) {
    this.#rows = rows;
    this.#buffer = Buffer.allocUnsafe(64 * 1024 + rows * 64);
  }

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  /** A number of small size: seven bits a byte. */
  count(value: number): void {
    this.#room(10);
    let rest = value;
    while (rest >= 128) {
      this.#buffer[this.#at++] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#at++] = rest;
  }

  text(value: string): void {
    const bytes = Buffer.byteLength(value);
    this.count(bytes);
    this.#room(bytes);
    this.#at += this.#buffer.write(value, this.#at, bytes, 'utf8');
  }

  integers32(type: 'Int32' | 'UInt32', rows: number, value: (at: number) => number): void {
    this.text(type);
    const values = new Int32Array(rows);
    for (let at = 0; at < rows; at++) values[at] = value(at);
    this.#raw(values);
  }

  integers64(rows: number, value: (at: number) => number): void {
    this.text('UInt64');
    const halves = new Int32Array(rows * 2);
    for (let at = 0; at < rows; at++) split(halves, at, value(at));
    this.#raw(halves);
  }

  constant(value: string): void {
    this.text('LowCardinality(String)');
    this.#dictionary(['', value], new Uint8Array(this.#rows).fill(1));
  }

  /** Names as numbers into a dictionary of this block; 0 is “not set”. */
  names(type: 'String' | 'Nullable(String)', name: (at: number) => string | null): void {
    this.text(`LowCardinality(${type})`);
    const known = new Map<string, number>();
    const keys = [''];
    const places = new Uint32Array(this.#rows);
    for (let at = 0; at < this.#rows; at++) {
      const value = name(at);
      if (value === null) continue;
      let place = known.get(value);
      if (place === undefined) {
        place = keys.push(value) - 1;
        known.set(value, place);
      }
      places[at] = place;
    }
    this.#dictionary(keys, places);
  }

  values(measure: string, index: number, rows: FactRow[]): void {
    this.text('Nullable(Int64)');
    const nulls = new Uint8Array(rows.length);
    const halves = new Int32Array(rows.length * 2);
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at];
      const value = row?.values[index] ?? null;
      if (value === null) nulls[at] = 1;
      else if (Number.isSafeInteger(value)) split(halves, at, value);
      else throw notWhole(measure, value, row?.line ?? 0);
    }
    this.#raw(nulls);
    this.#raw(halves);
  }

  #dictionary(keys: string[], places: Uint8Array | Uint32Array): void {
    const width = keys.length <= 256 ? 0 : keys.length <= 65_536 ? 1 : 2;
    this.#long(1);
    this.#long(width | ADDITIONAL_KEYS | NEW_DICTIONARY);
    this.#long(keys.length);
    for (const key of keys) this.text(key);
    this.#long(this.#rows);
    const narrow = [Uint8Array, Uint16Array, Uint32Array][width] ?? Uint32Array;
    this.#raw(narrow.from(places));
  }

  #long(value: number): void {
    this.#room(8);
    this.#at = this.#buffer.writeBigUInt64LE(BigInt(value), this.#at);
  }

  #raw(values: Uint8Array | Uint16Array | Uint32Array | Int32Array): void {
    this.#room(values.byteLength);
    this.#buffer.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), this.#at);
    this.#at += values.byteLength;
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes));
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}

/** The low and the high half, as 64-bit numbers stand in memory. */
function split(halves: Int32Array, at: number, value: number): void {
  halves[at * 2] = value | 0;
  halves[at * 2 + 1] = Math.floor(value / TWO_32);
}

function notWhole(measure: string, value: number, line: number): MopsError {
  return new MopsError(
    'INVALID',
    `The value of ${measure} on line ${line} is not a whole number of millionths: ${value}.`,
    'Values are stored exactly, between −9 and 9 thousand million units.',
  );
}
