import type { Status } from '../shared/answer.ts';

/** Why there are no numbers. Readers see words chosen by `status`, never the server's own. */
export type Refusal = {
  status: Exclude<Status, 'loading' | 'ready'>;
  code: string;
  message: string;
  requestId?: string | undefined;
  /** Asking again may help. */
  passing: boolean;
};

// Kept from load time: a page that wraps `fetch` later does not get to see tokens.
const send = globalThis.fetch;
const TIMEOUT_MS = 10_000;

export const refusal = (code: string, message: unknown, more: Partial<Refusal> = {}): Refusal => ({
  status: 'error',
  code,
  message: String(message),
  passing: true,
  ...more,
});

type Ask = { token?: string | null; credentials?: RequestCredentials; signal: AbortSignal };

/** GET of a JSON document: no cookie, no referrer, no redirect, at most 10 s. Throws a Refusal. */
export async function request(url: string, { token, credentials = 'omit', signal }: Ask) {
  const abort = new AbortController();
  const stop = () => abort.abort();
  signal.addEventListener('abort', stop);
  const timer = setTimeout(stop, TIMEOUT_MS);
  let response: Response;
  let body: unknown;
  try {
    response = await send(url, {
      headers: token ? { authorization: `Bearer ${token}` } : {},
      credentials,
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      signal: abort.signal,
    });
    body = await response.json().catch(() => null);
  } catch (error) {
    throw refusal('UNREACHABLE', error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
  if (response.ok && body) return body;
  const { status } = response;
  const error = (body as { error?: Partial<Refusal> } | null)?.error;
  throw refusal(error?.code ?? 'INTERNAL', error?.message ?? `HTTP ${status}`, {
    status: status === 401 ? 'expired' : status === 403 ? 'forbidden' : 'error',
    requestId: error?.requestId,
    passing: response.ok || status === 429 || status >= 500,
  });
}
