/** One row of a body, byte for byte; `bytes` null: it was longer than a row may be. */
export type Piece = { row: number; bytes: Uint8Array | null };

const NEWLINE = 10;
const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** Rows of NDJSON: one a line, counted by line; blank lines are none. */
export async function* splitLines(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Piece> {
  const held = new Held(maxBytes);
  let row = 1;
  for await (const chunk of body) {
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      held.add(chunk.subarray(from, at));
      if (!held.blank) yield { row, bytes: held.take() };
      held.clear();
      from = at + 1;
      row++;
    }
    held.add(chunk.subarray(from));
  }
  if (!held.blank) yield { row, bytes: held.take() };
}

/**
 * Rows of a JSON array, or of JSON values one after another, counted from 1. Where a value ends is
 * found by its brackets and quotes alone; whether it is good JSON is for who reads the piece. A body
 * that ends inside of a value or before the end of its array gives what is left as the last piece.
 */
export async function* splitValues(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<Piece> {
  const scan = new Scan(maxBytes);
  for await (const chunk of body) yield* scan.pieces(chunk);
  yield* scan.rest();
}

/** The same for a body that is here whole. */
export function valuesOf(body: Uint8Array): Uint8Array[] {
  const scan = new Scan(body.length + 1);
  const pieces = [...scan.pieces(body), ...scan.rest()];
  return pieces.flatMap(({ bytes }) => (bytes ? [bytes] : []));
}

class Scan {
  readonly #held: Held;
  #row = 0;
  #list: 'unknown' | 'none' | 'open' | 'closed' = 'unknown';
  #depth = 0;
  #inText = false;
  #escaped = false;
  /** Inside of a number, a word, or other text without brackets and quotes around it. */
  #inWord = false;

  constructor(maxBytes: number) {
    this.#held = new Held(maxBytes);
  }

  *pieces(chunk: Uint8Array): Generator<Piece> {
    let from = this.#between() ? -1 : 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inText = false;
        else continue;
        if (this.#inText || this.#depth > 0) continue;
        yield this.#done(chunk.subarray(from, at + 1));
        from = -1;
        continue;
      }
      if (this.#inWord && ends(byte)) {
        this.#inWord = false;
        yield this.#done(chunk.subarray(from, at));
        from = -1;
      }
      if (from < 0) {
        if (isSpace(byte)) continue;
        if (this.#list === 'unknown' && byte === OPEN_LIST) {
          this.#list = 'open';
          continue;
        }
        if (byte === COMMA && this.#list === 'open') continue;
        if (byte === CLOSE_LIST && this.#list === 'open') {
          this.#list = 'closed';
          continue;
        }
        if (this.#list === 'unknown') this.#list = 'none';
        from = at;
      }
      if (byte === QUOTE) this.#inText = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) this.#depth++;
      else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
        if (--this.#depth > 0) continue;
        this.#depth = 0;
        yield this.#done(chunk.subarray(from, at + 1));
        from = -1;
      } else if (this.#depth === 0) this.#inWord = true;
    }
    if (from >= 0) this.#held.add(chunk.subarray(from));
  }

  *rest(): Generator<Piece> {
    if (!this.#between()) yield this.#done(new Uint8Array());
    if (this.#list === 'open') yield { row: this.#row + 1, bytes: new Uint8Array() };
  }

  #between(): boolean {
    return this.#depth === 0 && !this.#inText && !this.#inWord;
  }

  #done(last: Uint8Array): Piece {
    this.#held.add(last);
    const bytes = this.#held.take();
    this.#held.clear();
    return { row: ++this.#row, bytes };
  }
}

/** What has come of a row so far; of a row that is too long nothing is kept. */
class Held {
  readonly #maxBytes: number;
  #parts: Uint8Array[] = [];
  #bytes = 0;
  blank = true;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(part: Uint8Array): void {
    if (part.length === 0) return;
    this.#bytes += part.length;
    if (this.blank) this.blank = part.every(isSpace);
    if (this.#bytes > this.#maxBytes) this.#parts = [];
    else this.#parts.push(part);
  }

  take(): Uint8Array | null {
    if (this.#bytes > this.#maxBytes) return null;
    return this.#parts.length === 1 ? (this.#parts[0] ?? null) : Buffer.concat(this.#parts);
  }

  clear(): void {
    this.#parts = [];
    this.#bytes = 0;
    this.blank = true;
  }
}

function isSpace(byte: number): boolean {
  return byte === 32 || byte === 9 || byte === 10 || byte === 13;
}

function ends(byte: number): boolean {
  return isSpace(byte) || byte === COMMA || byte === CLOSE_LIST;
}
