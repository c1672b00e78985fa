import { mustBeFinite } from '../statistics/index.ts';
import { type Expectation, expectAfter } from './expectation.ts';
import { fine, found, type HealthCheck, unknown } from './finding.ts';
import { DAY_MS, durationText, instantText } from './words.ts';

export type FreshnessQuestion = {
  stream: string;
  /** Instant of the newest data: what it is about, or when it arrived; null: nothing has ever come. */
  newestAt: number | null;
  /** Since when the stream is connected: from then on something is expected; null: not known. */
  connectedAt?: number | null;
  expectation: Expectation;
  now: number;
  timeZone: string;
};

/**
 * Whether the newest data of a stream is as young as expected. Late: the next is overdue. Stale: a second one is
 * missing as well. What lies more than a day ahead is a fault of a clock. Unknown where nothing is expected yet.
 * @example
 * const rest = { stream: 'ads', expectation: { kind: 'within', hours: 24 }, timeZone: 'UTC' };
 * checkFreshness({ ...rest, newestAt: 0, now: 23 * 3_600_000 }).outcome // 'fine'
 * checkFreshness({ ...rest, newestAt: 0, now: 4 * 86_400_000 }).findings[0].state // 'stale'
 */
export function checkFreshness(question: FreshnessQuestion): HealthCheck {
  const { stream, newestAt, connectedAt = null, expectation, now, timeZone } = question;
  mustBeFinite('Now', now);
  if (newestAt !== null && newestAt > now + DAY_MS) {
    return found('freshness', [ahead(stream, instantText(newestAt, timeZone), now)], '');
  }
  const last = newestAt ?? connectedAt;
  const expected = last === null ? null : expectAfter(expectation, last, { now, timeZone });
  if (last === null || expected === null) {
    const words =
      last === null ? 'Nothing has come yet.' : 'Too little has come to know when the next is due.';
    return unknown('freshness', words);
  }
  const shown = instantText(last, timeZone);
  const newest = newestAt === null ? `Nothing since ${shown}, when it was connected` : shown;
  if (now < expected.lateAt) return fine('freshness', `The newest data: ${newest}.`);
  const stale = now >= expected.staleAt;
  const age = durationText(now - last);
  const message =
    newestAt === null
      ? `${stream} has brought nothing in the ${age} since it was connected.`
      : `The newest data of ${stream} is ${age} old (${shown}); ${expected.words}.`;
  const finding = {
    code: newestAt === null ? 'freshness.never' : `freshness.${stale ? 'stale' : 'late'}`,
    state: stale ? ('stale' as const) : ('late' as const),
    severity: stale ? ('error' as const) : ('warning' as const),
    message,
    hint: stale
      ? 'Run it now, and look in the source whether there is newer data.'
      : 'It may still come; run it now to be sure.',
    since: expected.dueAt,
    streams: [stream],
  };
  return found('freshness', [finding], '');
}

function ahead(stream: string, newest: string, now: number) {
  return {
    code: 'freshness.future',
    state: 'stale' as const,
    severity: 'warning' as const,
    message: `The newest data of ${stream} is dated ${newest}, which lies ahead.`,
    hint: 'Correct the date in the source: how fresh the rest is cannot be told before.',
    since: now,
    streams: [stream],
  };
}
