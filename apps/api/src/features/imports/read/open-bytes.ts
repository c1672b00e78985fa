import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { LIMITS } from './limits.ts';
import { refusal } from './refuse.ts';
import { type Packing, packingOf } from './sniff.ts';

const PIECE_BYTES = 256 * 1024;

/** The first bytes of a file and how it is packed. */
export async function sniffFile(path: string): Promise<{ packing: Packing; bytes: number }> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const head = new Uint8Array(Math.min(size, 4096));
    await file.read(head, 0, head.length, 0);
    if (size === 0) throw emptyFile();
    return { packing: packingOf(head), bytes: size };
  } finally {
    await file.close();
  }
}

/**
 * The bytes of a text file in pieces of about 256 kB, unpacked when it is gzip. Read only as fast
 * as they are taken, and a piece holds only until the next; what unpacks to far more than it is
 * worth is refused on the way.
 */
export async function* readBytes(path: string, packing: Packing): AsyncGenerator<Uint8Array> {
  if (packing === 'plain') {
    yield* plainBytes(path);
    return;
  }
  const source = createReadStream(path, { highWaterMark: PIECE_BYTES });
  try {
    yield* gunzip(source);
  } finally {
    source.destroy();
  }
}

async function* plainBytes(path: string): AsyncGenerator<Uint8Array> {
  const piece = new Uint8Array(PIECE_BYTES);
  const file = await open(path, 'r');
  try {
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, piece.length);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* gunzip(source: ReturnType<typeof createReadStream>): AsyncGenerator<Uint8Array> {
  const unpacked = createGunzip({ chunkSize: PIECE_BYTES });
  source.on('error', (error) => unpacked.destroy(error));
  source.pipe(unpacked);
  let total = 0;
  try {
    for await (const piece of unpacked as AsyncIterable<Uint8Array>) {
      if (total === 0) refuseNested(piece);
      total += piece.length;
      checkUnpacked(total, source.bytesRead);
      yield piece;
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (!code.startsWith('Z_')) throw error;
    throw refusal('damaged_archive', 'The gzip file is damaged or was cut off.', {
      hint: 'Download the report again; the first download did not finish.',
    });
  } finally {
    unpacked.destroy();
  }
}

/** Throws when a packed file unpacks to more than it honestly can. */
export function checkUnpacked(unpackedBytes: number, packedBytes: number): void {
  const tooMuch =
    unpackedBytes > LIMITS.unpackedBytes ||
    (unpackedBytes > LIMITS.freelyUnpackedBytes &&
      unpackedBytes > packedBytes * LIMITS.unpackRatio);
  if (!tooMuch) return;
  throw refusal('unpacks_too_large', 'The file unpacks to far more data than a report holds.', {
    limit: true,
    hint: 'Unpack it yourself, check what is inside, and import the table as CSV.',
  });
}

function refuseNested(head: Uint8Array): void {
  if (packingOf(head) === 'plain') return;
  throw refusal('nested_archive', 'The gzip file holds another archive.', {
    hint: 'Unpack it once and import the file inside.',
  });
}

export function emptyFile() {
  return refusal('empty_file', 'The file is empty.', {
    hint: 'Download the report again and check its date range.',
  });
}
