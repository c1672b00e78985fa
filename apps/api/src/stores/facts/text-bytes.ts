/** Most keys and names are shorter, so that one byte says their length. */
const SHORT = 128;
const FIRST_ROOM = 16_384;
const NONE = Buffer.alloc(0);

/**
 * Texts one after the other as the form Native has them: the length, seven bits a byte, then the bytes.
 * Written down at once, so that of a column no texts are kept.
 */
export class TextBytes {
  #buffer: Buffer = NONE;
  #at = 0;

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#at);
  }

  /** Forgets all of them; the memory stays for the next. */
  clear(): void {
    this.#at = 0;
  }

  add(text: string): void {
    this.#room(text.length * 3 + 5);
    if (text.length < SHORT && this.#plain(text)) return;
    const bytes = Buffer.byteLength(text);
    let rest = bytes;
    while (rest >= 128) {
      this.#buffer[this.#at++] = (rest & 127) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#at++] = rest;
    this.#at += this.#buffer.write(text, this.#at, bytes, 'utf8');
  }

  /** Empty texts. */
  skip(count: number): void {
    if (count <= 0) return;
    this.#room(count);
    this.#buffer.fill(0, this.#at, this.#at + count);
    this.#at += count;
  }

  /** Letters of ASCII, one by one: asking the runtime for so few bytes takes longer than writing them. */
  #plain(text: string): boolean {
    const buffer = this.#buffer;
    let to = this.#at + 1;
    for (let from = 0; from < text.length; from++) {
      const code = text.charCodeAt(from);
      if (code > 127) return false;
      buffer[to++] = code;
    }
    buffer[this.#at] = text.length;
    this.#at = to;
    return true;
  }

  #room(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(
      Math.max(FIRST_ROOM, this.#buffer.length * 2, this.#at + bytes),
    );
    this.#buffer.copy(larger, 0, 0, this.#at);
    this.#buffer = larger;
  }
}
