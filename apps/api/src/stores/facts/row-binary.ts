/**
 * Reads rows in the form RowBinary: values one after the other without names, as ClickHouse's
 * documentation of its formats describes it. Texts are not parsed, and so cost their bytes only.
 */
export class RowBinary {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Where the next value begins. */
  get at(): number {
    return this.#at;
  }

  set at(place: number) {
    this.#at = place;
  }

  skip(bytes: number): void {
    this.#at += bytes;
  }

  /** Past a text. */
  skipText(): void {
    const length = this.#length();
    this.#at += length;
  }

  text(): string {
    const length = this.#length();
    const from = this.#at;
    this.#at += length;
    return this.#bytes.toString('utf8', from, this.#at);
  }

  uint8(): number {
    return this.#bytes[this.#at++] ?? 0;
  }

  uint32(): number {
    this.#at += 4;
    return this.#bytes.readUInt32LE(this.#at - 4);
  }

  /** Whole numbers that a float holds: numbers of chunks, times. */
  uint64(): number {
    this.#at += 8;
    const low = this.#bytes.readUInt32LE(this.#at - 8);
    return this.#bytes.readUInt32LE(this.#at - 4) * 4_294_967_296 + low;
  }

  float64(): number {
    this.#at += 8;
    return this.#bytes.readDoubleLE(this.#at - 8);
  }

  nullableFloat64(): number | null {
    return this.uint8() === 1 ? null : this.float64();
  }

  /** Seven bits a byte. */
  #length(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  }
}
