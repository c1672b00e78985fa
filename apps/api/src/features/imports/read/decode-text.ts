import { isUtf8 } from 'node:buffer';
import { readBytes } from './open-bytes.ts';
import type { Packing } from './sniff.ts';

/** The bytes of a file as text in pieces, without a byte order mark. */
export async function* decodeText(
  path: string,
  packing: Packing,
  encoding: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of readBytes(path, packing)) {
    const text = decoder.decode(piece, { stream: true });
    if (text !== '') yield text;
  }
  const tail = decoder.decode();
  if (tail !== '') yield tail;
}

/** The same as UTF-8, without a byte order mark: as it is where the file is written so. */
export async function* utf8Bytes(
  path: string,
  packing: Packing,
  encoding: string,
): AsyncGenerator<Uint8Array> {
  if (encoding !== 'utf-8') {
    const encoder = new TextEncoder();
    for await (const text of decodeText(path, packing, encoding)) yield encoder.encode(text);
    return;
  }
  let first = true;
  for await (const piece of readBytes(path, packing)) {
    const marked = first && piece[0] === 0xef && piece[1] === 0xbb && piece[2] === 0xbf;
    yield marked ? piece.subarray(3) : piece;
    first = false;
  }
}

/**
 * The first bytes of a text file for detection. When the file begins as UTF-8 and stops being
 * it later on, the bytes around that place are added, so that the encoding is judged by the
 * whole file and not by its first page.
 */
export async function sampleBytes(
  path: string,
  packing: Packing,
  sampleSize: number,
): Promise<{ head: Uint8Array; complete: boolean; broken: Uint8Array | null }> {
  let head = new Uint8Array(0);
  let carry = new Uint8Array(0);
  let complete = true;
  let broken: Uint8Array | null = null;
  for await (const piece of readBytes(path, packing)) {
    const room = sampleSize - head.length;
    if (room > 0) head = join(head, piece.subarray(0, room));
    if (piece.length > room) complete = false;
    const bytes = carry.length ? join(carry, piece) : piece;
    const cut = completeUtf8(bytes);
    if (!isUtf8(bytes.subarray(0, cut))) {
      broken = aroundFirstBroken(bytes);
      // How much follows is not known.
      complete = false;
      break;
    }
    carry = bytes.slice(cut);
  }
  return { head, complete, broken };
}

function join(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/** How many bytes hold whole characters: a sequence may go on in the next piece. */
function completeUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] as number;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function aroundFirstBroken(bytes: Uint8Array): Uint8Array {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 64) {
    const middle = (good + bad) >> 1;
    if (isUtf8(bytes.subarray(0, completeUtf8(bytes.subarray(0, middle))))) good = middle;
    else bad = middle;
  }
  return bytes.slice(Math.max(0, good - 2048), bad + 2048);
}
