import { createHash } from 'node:crypto';
import { MopsError } from '@openmops/domain/shared';

export const MAX_BODY_BYTES = 32 * 1024 * 1024;
const SILENCE_MS = 30_000;
const LONGEST_MS = 5 * 60_000;

/** A body that is counted, hashed and timed while it is read. */
export type MeteredBody = { chunks: AsyncIterable<Uint8Array>; digest(): string };

/** `address`: what besides the body makes a request another one. */
export function meterBody(body: AsyncIterable<Uint8Array>, address: unknown): MeteredBody {
  const hash = createHash('sha256').update(`${JSON.stringify(address)}\n`);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    const until = performance.now() + LONGEST_MS;
    const source = body[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await inTime(source.next(), Math.min(SILENCE_MS, until - performance.now()));
        if (next.done) return;
        bytes += next.value.length;
        if (bytes > MAX_BODY_BYTES) throw tooMuch('The body is larger than 32 MB.');
        hash.update(next.value);
        yield next.value;
      }
    } finally {
      source.return?.().catch(() => {});
    }
  }
  return { chunks: chunks(), digest: () => hash.digest('hex') };
}

export function tooMuch(message: string): MopsError {
  return new MopsError('LIMIT', message, 'Send it in several requests.', { status: 413 });
}

/** A body that drips in would otherwise hold its connection for as long as it likes. */
async function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new MopsError('INVALID', 'The body comes too slowly.', 'Send it again.', {
      status: 408,
    });
    timer = setTimeout(() => reject(error), Math.max(0, ms));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
