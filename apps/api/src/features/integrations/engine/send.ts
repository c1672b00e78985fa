/** The limits of one call, in ms and bytes. */
export type SendLimits = { headersMs: number; totalMs: number; maxBytes: number };

/** Reports of a day can be long and slow; nothing is worth more memory or time than this. */
export const SEND_LIMITS: SendLimits = {
  headersMs: 60_000,
  totalMs: 300_000,
  maxBytes: 32 * 1024 * 1024,
};

export type Sent = { status: number; headers: Headers; text: string };

/** The answer was larger than the limit; asking again would not help. */
export class TooLarge extends Error {}

/**
 * Sends one call and reads the whole answer. The only place of this room from which bytes leave.
 * Redirects are answers like any other: nobody is sent to another host.
 */
export async function send(url: URL, init: RequestInit, limits: SendLimits): Promise<Sent> {
  const stop = new AbortController();
  const total = setTimeout(
    () => stop.abort(new Error(`no end after ${limits.totalMs / 1000} s`)),
    limits.totalMs,
  );
  const first = setTimeout(
    () => stop.abort(new Error(`no answer within ${limits.headersMs / 1000} s`)),
    limits.headersMs,
  );
  try {
    const response = await fetch(url, { ...init, redirect: 'manual', signal: stop.signal });
    clearTimeout(first);
    return {
      status: response.status,
      headers: response.headers,
      text: await readText(response, limits.maxBytes),
    };
  } catch (error) {
    throw stop.signal.aborted ? stop.signal.reason : error;
  } finally {
    clearTimeout(first);
    clearTimeout(total);
  }
}

/** Counted as it comes, after unpacking, so that neither an endless nor a packed answer fills the memory. */
async function readText(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new TooLarge(`more than ${Math.round(maxBytes / 1024 ** 2)} MB`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
