import type { FactColumns, Mapper } from '@openmops/domain/sources';
import { LIMITS } from './limits.ts';
import { RecordSplitter } from './split-records.ts';

const LF = 10;
const CR = 13;
const QUOTE = 34;
/** So many bytes without a line feed: the lines of this file end otherwise. */
const LONG = 64 * 1024;

/**
 * Takes the UTF-8 bytes of a table through a mapper. Plain records are read where they stand; any
 * other (line ends or doubled quotes inside a cell, preambles, totals, faults) becomes text and goes
 * the general way, with the same result.
 */
export class ByteMapping {
  readonly #mapper: Mapper;
  readonly #splitter: RecordSplitter;
  readonly #delimiter: number;
  readonly #plain: ReturnType<Mapper['bytes']>;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  /** The bytes of the file from `#at` to `#end` wait to be read. */
  #bytes = new Uint8Array(1024 * 1024);
  #at = 0;
  #end = 0;

  constructor(mapper: Mapper, delimiter: string) {
    this.#mapper = mapper;
    this.#splitter = new RecordSplitter(delimiter);
    this.#delimiter = delimiter.charCodeAt(0);
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    this.#plain = delimiter.length === 1 ? mapper.bytes((bytes) => decoder.decode(bytes)) : null;
    const width = this.#plain?.width ?? 0;
    this.#starts = new Int32Array(width);
    this.#ends = new Int32Array(width);
  }

  /** The next bytes of the file; they are copied behind what is left of the ones before. */
  add(piece: Uint8Array): void {
    const left = this.#end - this.#at;
    const room = this.#bytes;
    if (left + piece.length > room.length) {
      this.#bytes = new Uint8Array(Math.max(room.length * 2, left + piece.length));
      this.#bytes.set(room.subarray(this.#at, this.#end));
    } else room.copyWithin(0, this.#at, this.#end);
    this.#bytes.set(piece, left);
    this.#at = 0;
    this.#end = left + piece.length;
  }

  /** Maps until there are `enough` facts or no complete record is left; true: call again. */
  map(into: FactColumns, enough: number): boolean {
    const bytes = this.#bytes;
    const splitter = this.#splitter;
    const plain = this.#plain;
    const row = { bytes, starts: this.#starts, ends: this.#ends, line: 0 };
    while (into.length < enough) {
      const at = this.#at;
      const end = bytes.indexOf(LF, at);
      if (end < 0 || end >= this.#end) {
        if (this.#end - at > LONG) this.#general(this.#end, into);
        return false;
      }
      this.#at = end + 1;
      if (plain !== null && !splitter.isOpen && this.#cells(bytes, at, end)) {
        row.line = splitter.line;
        if (plain.push(row, into)) {
          splitter.line++;
          continue;
        }
      }
      this.#at = at;
      this.#general(end + 1, into);
    }
    return true;
  }

  /** The last record, when the file does not end with a line end. */
  end(into: FactColumns): void {
    this.#general(this.#end, into);
    const tail = this.#decoder.decode();
    for (const row of this.#splitter.push(tail)) this.#mapper.push(row, into);
    for (const row of this.#splitter.end()) this.#mapper.push(row, into);
  }

  #general(end: number, into: FactColumns): void {
    const text = this.#decoder.decode(this.#bytes.subarray(this.#at, end), { stream: true });
    this.#at = end;
    for (const row of this.#splitter.push(text)) this.#mapper.push(row, into);
  }

  /** Finds the cells of a record; false when it is not as plain as its header. */
  #cells(bytes: Uint8Array, from: number, to: number): boolean {
    const starts = this.#starts;
    const ends = this.#ends;
    const delimiter = this.#delimiter;
    const last = starts.length - 1;
    const end = to > from && bytes[to - 1] === CR ? to - 1 : to;
    if (end - from > LIMITS.cellChars) return false;
    let count = 0;
    let at = from;
    for (;;) {
      let start = at;
      let stop: number;
      if (bytes[at] === QUOTE) {
        start = ++at;
        for (; at < end; at++) {
          const byte = bytes[at];
          if (byte === QUOTE || byte === CR) break;
        }
        stop = at++;
        if (stop >= end || bytes[stop] === CR) return false;
        if (at < end && bytes[at] !== delimiter) return false;
      } else {
        for (; at < end; at++) {
          const byte = bytes[at];
          if (byte === delimiter) break;
          if (byte === QUOTE || byte === CR) return false;
        }
        stop = at;
      }
      starts[count] = start;
      ends[count] = stop;
      if (at >= end) return count === last;
      if (count++ === last) return false;
      at++;
    }
  }
}
