/**
 * A set of texts that keeps 64 bits of each instead of the text: 16 bytes a text however long it is.
 * Of ten million texts two look alike with a chance of about 1 in 370,000.
 */
export class HashSet {
  #high = new Uint32Array(1024);
  #low = new Uint32Array(1024);
  #mask = 1023;
  size = 0;

  /** False: it was there before. */
  add(text: string): boolean {
    if (this.size * 2 > this.#mask) this.#grow();
    const [high, low] = hash(text);
    return this.#put(high, low);
  }
  has(text: string): boolean {
    const [high, low] = hash(text);
    return this.#find(high, low) < 0;
  }
  /** The place of it, below zero (−1 − place); or a free one. */
  #find(high: number, low: number): number {
    let at = low & this.#mask;
    while (this.#high[at] !== 0 || this.#low[at] !== 0) {
      if (this.#high[at] === high && this.#low[at] === low) return -1 - at;
      at = (at + 1) & this.#mask;
    }
    return at;
  }
  #put(high: number, low: number): boolean {
    const at = this.#find(high, low);
    if (at < 0) return false;
    this.#high[at] = high;
    this.#low[at] = low;
    this.size++;
    return true;
  }
  #grow(): void {
    const [high, low] = [this.#high, this.#low];
    this.#mask = this.#mask * 2 + 1;
    this.#high = new Uint32Array(this.#mask + 1);
    this.#low = new Uint32Array(this.#mask + 1);
    this.size = 0;
    for (let i = 0; i < low.length; i++)
      if (high[i] !== 0 || low[i] !== 0) this.#put(high[i] as number, low[i] as number);
  }
}

/** Two lanes of multiply and mix; never both zero, which means an empty place. */
function hash(text: string): [high: number, low: number] {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    one = Math.imul(one ^ code, 0x9e3779b1);
    two = Math.imul(two ^ code, 0x5f356495);
  }
  one = Math.imul(one ^ (one >>> 16), 0x85ebca6b) ^ Math.imul(two ^ (two >>> 13), 0xc2b2ae35);
  two = Math.imul(two ^ (two >>> 16), 0x85ebca6b) ^ Math.imul(one ^ (one >>> 13), 0xc2b2ae35);
  return [one >>> 0 || 1, two >>> 0];
}
