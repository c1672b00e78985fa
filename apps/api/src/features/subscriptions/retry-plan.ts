import type { Posted } from './post-event.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long after each failed try the next one comes: ten tries in 75.6 hours, as Standard Webhooks has them. */
const WAITS_MS = [
  5_000,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
const HOLD_MS = 5_000;
const LONGEST_MS = 24 * HOUR_MS;
const GONE = 410;

export type Outcome = {
  state: 'waiting' | 'delivered' | 'dead';
  nextAt: Date | null;
  /** Until then its address is left alone, whatever else waits for it. */
  holdUntil: Date | null;
  error: string | null;
  /** The address has said that it is gone. */
  gone: boolean;
};

/** What follows from a try: it is done, it is tried again at a time, or it is given up. */
export function outcomeOf(tried: {
  posted: Posted | null;
  error: string | null;
  /** With this one. */
  tries: number;
  now: number;
}): Outcome {
  const { posted, tries, now } = tried;
  const status = posted?.status ?? null;
  if (status !== null && status >= 200 && status < 300)
    return { state: 'delivered', nextAt: null, holdUntil: null, error: null, gone: false };
  const error = tried.error ?? saidBy(status);
  const waitMs = WAITS_MS[tries - 1];
  const gone = status === GONE;
  if (gone || waitMs === undefined)
    return { state: 'dead', nextAt: null, holdUntil: null, error, gone };
  // Up to a tenth later, so that what failed together does not come together.
  const spread = 1 + Math.random() / 10;
  const due = now + waitMs * spread;
  const asked = now + askedMs(posted?.retryAfter ?? null, now);
  const nextAt = new Date(Math.max(due, asked));
  // As long as after a first try, so that what failed first goes first.
  const holdUntil = new Date(Math.max(now + HOLD_MS * spread, asked));
  return { state: 'waiting', nextAt, holdUntil, error, gone };
}

function saidBy(status: number | null): string {
  if (status !== null && status >= 300 && status < 400)
    return `It answered ${status}; redirects are not followed.`;
  return status === GONE ? 'It answered 410: it is gone.' : `It answered ${status}.`;
}

/** `Retry-After`, in seconds or as a date, at most a day. */
function askedMs(text: string | null, now: number): number {
  if (text === null) return 0;
  const ms = /^\d{1,9}$/.test(text.trim()) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_MS) : 0;
}
