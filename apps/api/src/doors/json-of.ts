import { MopsError } from '@openmops/domain/shared';
import { MAX_BODY_BYTES } from './body.ts';
import type { RouteCall } from './route.ts';

/** The body of a route's call as JSON, counted while it arrives. */
export async function jsonOf({
  headers,
  body,
}: Pick<RouteCall, 'headers' | 'body'>): Promise<unknown> {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new MopsError(
      'INVALID',
      'The body must be JSON.',
      'Send content-type: application/json.',
      {
        status: 415,
      },
    );
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) {
      throw new MopsError('LIMIT', 'The body is too large.', 'Send less at a time.', {
        status: 413,
      });
    }
    parts.push(part);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(parts, bytes));
    return JSON.parse(text);
  } catch {
    throw new MopsError('INVALID', 'The body is no JSON.', 'Send one JSON document in UTF-8.');
  }
}
