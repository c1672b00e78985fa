import { type Refusal, refusal, request } from './request.ts';

/** Share of a token's life after which it is renewed. */
const RENEW_AT = 0.8;
const MAX_WAIT_MS = 60_000;

export type TokenSource = {
  token?: string | null | undefined;
  tokenUrl?: string | null | undefined;
  getToken?: (() => unknown) | null | undefined;
};

/**
 * The token of one client, renewed at 80 % of its life. Only spans of time are compared, so a
 * clock that is wrong, or a laptop that slept, does not matter.
 */
export class TokenHolder {
  /** The page told where new tokens come from. */
  readonly renewable: boolean;
  readonly #source: TokenSource;
  readonly #signal: AbortSignal;
  #token: string | null;
  /** When the token came, and how long it lives; 0: not stated. */
  #at = 0;
  #lifeMs = 0;
  #asking: Promise<string | null> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(source: TokenSource, signal: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
    this.#token = source.token || null;
    this.renewable = !!source.tokenUrl || typeof source.getToken === 'function';
    if (!this.renewable) return;
    const wake = () => !document.hidden && this.#over(RENEW_AT) && this.#renewQuietly();
    addEventListener('online', wake, { signal });
    document.addEventListener('visibilitychange', wake, { signal });
    signal.addEventListener('abort', () => clearTimeout(this.#timer));
  }

  /** The token to send; null when the page named none. */
  async get(): Promise<string | null> {
    const usable = this.#token && !this.#over(1);
    return usable || !this.renewable ? this.#token : this.renew();
  }

  /** A new token; callers at the same time share one request. */
  renew(): Promise<string | null> {
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null;
    });
    return this.#asking;
  }

  async #ask(): Promise<string | null> {
    const { tokenUrl, getToken } = this.#source;
    try {
      const given = getToken
        ? await getToken()
        : await request(String(tokenUrl), { credentials: 'same-origin', signal: this.#signal });
      const { token, expiresIn } = (typeof given === 'object' ? given : { token: given }) as Record<
        string,
        unknown
      >;
      if (typeof token !== 'string') throw refusal('TOKEN', 'No token.');
      this.#failures = 0;
      this.#token = token;
      this.#at = Date.now();
      this.#lifeMs = (Number(expiresIn) || 0) * 1000;
      if (this.#lifeMs) this.#later(this.#lifeMs * RENEW_AT);
      return token;
    } catch (error) {
      const known = (error as Refusal).status ? (error as Refusal) : refusal('TOKEN', error);
      // A page that says no has signed its reader out: asking on would only make noise.
      if (known.status === 'error')
        this.#later(Math.min(MAX_WAIT_MS, 1000 * 2 ** this.#failures++));
      throw known;
    }
  }

  #over(share: number): boolean {
    return this.#lifeMs > 0 && Date.now() - this.#at >= this.#lifeMs * share;
  }

  #later(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#signal.aborted) this.#timer = setTimeout(() => this.#renewQuietly(), ms);
  }

  #renewQuietly(): void {
    this.renew().catch(() => {});
  }
}
