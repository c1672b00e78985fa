import { instantInZone } from '@openmops/domain/calendar';
import {
  checkFreshness,
  type Expectation,
  type Expected,
  expectAfter,
  type HealthCheck,
  rollUp,
} from '@openmops/domain/health';
import { type Day, formatDay } from '@openmops/domain/shared';
import { silentAfterDays } from '../kpi/freshness.ts';
import { feedOf } from './feed-of.ts';
import type { PersonsExpectation } from './health.queries.ts';
import type { WatchedStream } from './health.schema.ts';
import { type At, instant, promised, shown } from './watch-streams.ts';

const DAY_HOURS = 24;

/** The facts of a source in one dataset. */
export type Feed = {
  source: string;
  name: string;
  dataset: string;
  lastDay: Day;
  rows: number;
  wholePeriods: boolean;
  person: PersonsExpectation | null;
  /** Its streams or files are being brought right now. */
  running: boolean;
};

/** What is expected of a kind of data when nobody has said: a day's grace less than what is silent. */
export function usualOf(feed: Pick<Feed, 'dataset' | 'wholePeriods'>): Expectation {
  const days = silentAfterDays(feed);
  return { kind: 'within', hours: DAY_HOURS, graceHours: (days - 2) * DAY_HOURS };
}

/** Whether the newest day that counts is as young as it should be, however it came. */
export function watchFeed(feed: Feed, at: At): WatchedStream {
  const { lastDay, name, dataset, running } = feed;
  const newestAt = instantInZone({ day: lastDay + 1, second: 0 }, at.timeZone);
  const expectation = feed.person ? promised(feed.person) : usualOf(feed);
  const check = checkFreshness({ stream: name, newestAt, expectation, ...at });
  const health = rollUp([inDays(check, { feed, newestAt, at })], { running });
  const expected = expectAfter(expectation, newestAt, at);
  return {
    id: null,
    name: dataset,
    kind: 'file',
    status: health.status,
    since: instant(health.since),
    retrying: health.retrying,
    newest: formatDay(lastDay),
    // What people do when they do it is due at the end of its grace.
    expected: expected && instant(isOpen(expected, at.now) ? expected.lateAt : expected.dueAt),
    rows: feed.rows,
    aside: 0,
    feeds: [feedOf(feed.source, dataset)],
    checks: [{ rule: check.rule, outcome: check.outcome, words: check.words }],
    findings: health.findings.map(shown),
  };
}

const isOpen = ({ dueAt, lateAt }: Expected, now: number) => dueAt <= now && now < lateAt;

/** Data is about days: what is missing begins with the day after the newest. */
function inDays(
  check: HealthCheck,
  { feed, newestAt, at }: { feed: Feed; newestAt: number; at: At },
): HealthCheck {
  const days = Math.floor((at.now - newestAt) / (DAY_HOURS * 3_600_000) + 1e-9);
  const findings = check.findings.map((one) =>
    one.code === 'freshness.future'
      ? one
      : {
          ...one,
          since: newestAt,
          message: `${feed.name} has been silent for ${days} ${days === 1 ? 'day' : 'days'}: the newest data is of ${formatDay(feed.lastDay)}.`,
          hint: 'Import a newer export, or look in the source whether there is newer data.',
        },
  );
  return { ...check, findings };
}
