const ENTRIES = 16_384;
const SLOTS = 65_536;
const LONGEST = 200;

/**
 * What the cells of a column say, by their bytes: each spelling is worked on once, and no text is
 * made for those that were met before. Begins anew when it is full.
 */
export class ByteNames<T> {
  readonly values: T[] = [];
  /** The code of an entry in the columns of `epoch`; kept by the reader. */
  readonly codes = new Int32Array(ENTRIES);
  readonly epochs = new Int32Array(ENTRIES);
  /** The columns that the codes belong to. */
  owner: object | null = null;
  readonly #read: (cell: string) => T;
  readonly #decode: (bytes: Uint8Array) => string;
  readonly #slots = new Int32Array(SLOTS);
  readonly #hashes = new Int32Array(ENTRIES);
  readonly #from = new Int32Array(ENTRIES + 1);
  #bytes = new Uint8Array(1 << 16);
  #last = -1;

  constructor(read: (cell: string) => T, decode: (bytes: Uint8Array) => string) {
    this.#read = read;
    this.#decode = decode;
  }

  /** The entry of a cell; -1 for one too long to keep. */
  entry(bytes: Uint8Array, from: number, to: number): number {
    const length = to - from;
    if (length > LONGEST) return -1;
    // Files are mostly sorted, so a cell often says what the one above it says.
    if (this.#last >= 0 && this.#is(this.#last, bytes, from, length)) return this.#last;
    let hash = length;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193);
    hash ^= hash >>> 15;
    let slot = hash & (SLOTS - 1);
    for (;;) {
      const entry = (this.#slots[slot] as number) - 1;
      if (entry < 0) break;
      if (this.#hashes[entry] === hash && this.#is(entry, bytes, from, length)) {
        this.#last = entry;
        return entry;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return this.#add(hash, slot, bytes.subarray(from, to));
  }

  #is(entry: number, bytes: Uint8Array, from: number, length: number): boolean {
    const own = this.#from[entry] as number;
    if ((this.#from[entry + 1] as number) - own !== length) return false;
    const known = this.#bytes;
    for (let at = 0; at < length; at++) if (known[own + at] !== bytes[from + at]) return false;
    return true;
  }

  #add(hash: number, slot: number, cell: Uint8Array): number {
    if (this.values.length === ENTRIES) {
      this.values.length = 0;
      this.#slots.fill(0);
      this.epochs.fill(0);
      slot = hash & (SLOTS - 1);
    }
    const entry = this.values.push(this.#read(textOf(cell, this.#decode))) - 1;
    const from = this.#from[entry] as number;
    const end = from + cell.length;
    if (end > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(cell, from);
    this.#from[entry + 1] = end;
    this.#hashes[entry] = hash;
    this.#slots[slot] = entry + 1;
    this.epochs[entry] = 0;
    this.#last = entry;
    return entry;
  }
}

function textOf(cell: Uint8Array, decode: (bytes: Uint8Array) => string): string {
  for (const byte of cell) if (byte > 127) return decode(cell);
  return String.fromCharCode(...cell);
}
