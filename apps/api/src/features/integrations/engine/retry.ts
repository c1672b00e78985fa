import type { EngineClock } from './clock.ts';

/** What came of one attempt: a value, or the reason to try again (and how long the platform asks to wait). */
export type Attempt<T> = { value: T } | { again: string; waitMs: number | null };

const ATTEMPTS = 6;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** A platform that asks for more than this is asked again by the next run. */
const LONGEST_ASKED_MS = 15 * 60_000;

/**
 * Tries until there is a value: up to six times, waiting twice as long each time, half of it by
 * chance, so that many connections do not come back together. A platform that says how long to
 * wait is obeyed. Gives the last reason when it stays in vain.
 */
export async function retry<T>(
  clock: EngineClock,
  attempt: () => Promise<Attempt<T>>,
): Promise<{ value: T } | { failed: string; attempts: number }> {
  for (let attempts = 1; ; attempts++) {
    const result = await attempt();
    if ('value' in result) return result;
    const asked = result.waitMs;
    if (attempts === ATTEMPTS || (asked ?? 0) > LONGEST_ASKED_MS) {
      return { failed: result.again, attempts };
    }
    const usual = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
    await clock.sleep(asked ?? usual / 2 + (clock.random() * usual) / 2);
  }
}

/**
 * `Retry-After` in ms: seconds or a date; null when there is none.
 * @example retryAfterMs('120', 0) // 120000
 */
export function retryAfterMs(text: string | null, now: number): number | null {
  if (text === null) return null;
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
