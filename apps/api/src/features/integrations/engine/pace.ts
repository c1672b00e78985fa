import type { EngineClock } from './clock.ts';

/** Lets through no more than `requests` calls in any `perMs`; further ones wait their turn. */
export function pace(clock: EngineClock, limit: { requests: number; perMs: number }) {
  const sent: number[] = [];
  return async (): Promise<void> => {
    for (;;) {
      const now = clock.now();
      while (sent.length > 0 && (sent[0] as number) <= now - limit.perMs) sent.shift();
      if (sent.length < limit.requests) break;
      await clock.sleep((sent[0] as number) + limit.perMs - now);
    }
    sent.push(clock.now());
  };
}
