// First 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4 §4.2.2).
const K = fractions(64, 1 / 3);
// The same of the square roots of the first 8 primes (§5.3.3).
const H0 = fractions(8, 1 / 2);

/**
 * SHA-256 of a text (as UTF-8) in lower-case hex; FIPS 180-4. Pure, for fingerprints of definitions
 * where no platform crypto may be used; not meant for passwords or large files.
 * @example sha256('abc').slice(0, 8) // 'ba7816bf'
 */
export function sha256(text: string): string {
  const bytes = padded(utf8(text));
  const hash = [...H0];
  for (let at = 0; at < bytes.length; at += 64) compress(hash, bytes, at);
  return hash.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

function compress(hash: number[], bytes: Uint8Array, at: number): void {
  const w = new Int32Array(64);
  for (let i = 0; i < 16; i++) {
    const j = at + i * 4;
    w[i] = (byte(bytes, j) << 24) | (byte(bytes, j + 1) << 16) | (byte(bytes, j + 2) << 8);
    w[i] = word(w, i) | byte(bytes, j + 3);
  }
  for (let i = 16; i < 64; i++) {
    const a = word(w, i - 15);
    const b = word(w, i - 2);
    const s0 = rotr(a, 7) ^ rotr(a, 18) ^ (a >>> 3);
    const s1 = rotr(b, 17) ^ rotr(b, 19) ^ (b >>> 10);
    w[i] = word(w, i - 16) + s0 + word(w, i - 7) + s1;
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = hash;
  for (let i = 0; i < 64; i++) {
    const s1 = rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] ?? 0) + word(w, i)) | 0;
    const s0 = rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0];
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries())
    hash[i] = ((hash[i] ?? 0) + value) | 0;
}

function padded(message: number[]): Uint8Array {
  const bytes = new Uint8Array((((message.length + 8) >> 6) + 1) << 6);
  bytes.set(message);
  bytes[message.length] = 0x80;
  let bits = message.length * 8;
  for (let i = bytes.length - 1; bits > 0; i--) {
    bytes[i] = bits % 256;
    bits = Math.floor(bits / 256);
  }
  return bytes;
}

// Unpaired surrogates become U+FFFD, as every UTF-8 encoder does it.
function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text.toWellFormed()) {
    const c = char.codePointAt(0) ?? 0;
    if (c < 0x80) bytes.push(c);
    else if (c < 0x800) bytes.push(0xc0 | (c >> 6), tail(c));
    else if (c < 0x10000) bytes.push(0xe0 | (c >> 12), tail(c >> 6), tail(c));
    else bytes.push(0xf0 | (c >> 18), tail(c >> 12), tail(c >> 6), tail(c));
  }
  return bytes;
}

function fractions(count: number, power: number): number[] {
  const words: number[] = [];
  for (let n = 2; words.length < count; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false;
    const root = n ** power;
    if (prime) words.push(((root - Math.floor(root)) * 2 ** 32) | 0);
  }
  return words;
}

const tail = (c: number) => 0x80 | (c & 0x3f);
const rotr = (x: number, n: number) => (x >>> n) | (x << (32 - n));
const byte = (bytes: Uint8Array, i: number) => bytes[i] ?? 0;
const word = (words: Int32Array, i: number) => words[i] ?? 0;
