import { setTimeout as wait } from 'node:timers/promises';

/** Time and chance, so that a test needs neither. */
export type EngineClock = {
  /** Ms since 1970. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** From 0 to below 1. */
  random(): number;
};

/** Real time; a sleep ends at once when the signal says that the server stops. */
export function realClock(stop?: AbortSignal): EngineClock {
  return {
    now: Date.now,
    sleep: async (ms) => {
      await wait(ms, undefined, { ref: false, ...(stop ? { signal: stop } : {}) }).catch(
        (error) => {
          if (!stop?.aborted) throw error;
        },
      );
    },
    random: Math.random,
  };
}
