import { MopsError } from '@openmops/domain/shared';

export const MAX_BODY_BYTES = 1024 * 1024;
const BODY_TIMEOUT_MS = 30_000;

/** The body of a request, counted while it arrives: no more than the cap is ever held. */
export async function readBody(request: Request, maxBytes = MAX_BODY_BYTES): Promise<Uint8Array> {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  // A body that drips in would otherwise hold its connection for as long as it likes.
  const timer = setTimeout(() => reader.cancel().catch(() => {}), BODY_TIMEOUT_MS);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return Buffer.concat(parts, bytes);
      bytes += value.length;
      if (bytes > maxBytes) {
        reader.cancel().catch(() => {});
        throw tooLarge(maxBytes);
      }
      parts.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Throws when the body says that it is anything but JSON, as a form of another page would. */
export function mustBeJson(request: Request): void {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  throw new MopsError('INVALID', 'The body must be JSON.', 'Send content-type: application/json.', {
    status: 415,
  });
}

/** The body as JSON. */
export async function readJson(request: Request): Promise<unknown> {
  mustBeJson(request);
  const bytes = await readBody(request);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new MopsError('INVALID', 'The body is no JSON.', 'Send one JSON document in UTF-8.');
  }
}

/** The same request with its body read under the cap. */
export async function capped(request: Request): Promise<Request> {
  if (request.method === 'GET' || request.method === 'HEAD') return request;
  const bytes = await readBody(request);
  const { method, headers, signal } = request;
  return new Request(request.url, {
    method,
    headers,
    signal,
    body: bytes as Uint8Array<ArrayBuffer>,
  });
}

function tooLarge(maxBytes: number): MopsError {
  return new MopsError(
    'LIMIT',
    `The body is larger than ${Math.round(maxBytes / 1024)} kB.`,
    'Send less at once; files go to /api/uploads.',
    { status: 413 },
  );
}
