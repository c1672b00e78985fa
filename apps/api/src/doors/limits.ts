import { MopsError } from '@openmops/domain/shared';

const MAX_KEYS = 20_000;

export type Verdict = { limit: number; remaining: number; resetSeconds: number };

/**
 * Counts per key in windows that begin with the first call. In memory: each process counts for
 * itself, and a restart forgives.
 */
export class RateLimiter {
  #windows = new Map<string, { count: number; endsAt: number }>();
  #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts `cost` calls; throws `LIMIT` with the seconds to wait once the limit is passed. */
  take(key: string, limit: number, windowMs: number, cost = 1): Verdict {
    const window = this.#window(key, windowMs);
    window.count += cost;
    const resetSeconds = Math.max(1, Math.ceil((window.endsAt - this.#now()) / 1000));
    if (window.count > limit) throw tooMany(resetSeconds);
    return { limit, remaining: limit - window.count, resetSeconds };
  }

  /** Throws when the limit is reached, without counting. */
  check(key: string, limit: number, windowMs: number): void {
    const window = this.#window(key, windowMs);
    if (window.count >= limit) throw tooMany(Math.ceil((window.endsAt - this.#now()) / 1000));
  }

  /** Takes back one call: it turned out to be good. */
  giveBack(key: string): void {
    const window = this.#windows.get(key);
    if (window && window.count > 0) window.count--;
  }

  forget(key: string): void {
    this.#windows.delete(key);
  }

  #window(key: string, windowMs: number) {
    const now = this.#now();
    const known = this.#windows.get(key);
    if (known && known.endsAt > now) return known;
    if (this.#windows.size >= MAX_KEYS) this.#sweep(now);
    const window = { count: 0, endsAt: now + windowMs };
    this.#windows.set(key, window);
    return window;
  }

  /** Ended windows go first, then the oldest: many keys must not fill the memory. */
  #sweep(now: number): void {
    for (const [key, window] of this.#windows) if (window.endsAt <= now) this.#windows.delete(key);
    for (const key of this.#windows.keys()) {
      if (this.#windows.size < MAX_KEYS / 2) break;
      this.#windows.delete(key);
    }
  }
}

function tooMany(seconds: number): MopsError {
  return new MopsError('LIMIT', 'Too many requests.', `Try again in ${seconds} s.`, {
    status: 429,
    retryAfterSeconds: seconds,
  });
}
