import { open } from 'node:fs/promises';

const SIGNS: [type: string, at: number, bytes: number[]][] = [
  ['application/pdf', 0, [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['image/png', 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', 0, [0xff, 0xd8, 0xff]],
  ['image/gif', 0, [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', 8, [0x57, 0x45, 0x42, 0x50]],
  ['video/mp4', 4, [0x66, 0x74, 0x79, 0x70]],
  ['video/webm', 0, [0x1a, 0x45, 0xdf, 0xa3]],
  ['audio/mpeg', 0, [0x49, 0x44, 0x33]],
  ['application/zip', 0, [0x50, 0x4b, 0x03, 0x04]],
  ['application/gzip', 0, [0x1f, 0x8b]],
];
const HEAD_BYTES = 4096;

/**
 * What a file is by its first bytes (https://mimesniff.spec.whatwg.org/#matching-a-mime-type-pattern);
 * text without markup is text, everything else only bytes. Never by its name or by what a browser said.
 */
export async function sniffType(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const head = new Uint8Array(HEAD_BYTES);
    const { bytesRead } = await file.read(head, 0, HEAD_BYTES, 0);
    return typeOf(head.subarray(0, bytesRead));
  } finally {
    await file.close();
  }
}

function typeOf(head: Uint8Array): string {
  const sign = SIGNS.find(([, at, bytes]) => bytes.every((byte, i) => head[at + i] === byte));
  if (sign) return sign[0];
  if (head.includes(0)) return 'application/octet-stream';
  // A character that is cut at the end is no reason to doubt the text before it.
  const text = new TextDecoder('utf-8').decode(head).replace(/\ufffd+$/, '');
  return text.includes('\ufffd') ? 'application/octet-stream' : 'text/plain';
}
