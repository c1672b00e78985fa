import { wilsonInterval } from '../statistics/index.ts';
import { checkTimes, type Run } from './check-runs.ts';
import { fine, found, type HealthCheck, type HealthFinding, unknown } from './finding.ts';
import { countText, DAY_MS, instantText } from './words.ts';

export type ErrorsQuestion = {
  stream: string;
  /** In any order; the last 30 days count. */
  runs: readonly Run[];
  now: number;
  timeZone: string;
};

const LOOK_BACK_MS = 30 * DAY_MS;
/** Failures in a row after which it will not mend itself. */
const IN_A_ROW = 3;
/** Share of failed runs that is too much, when even the lower end of its 95 % interval is above. */
const TOO_MANY = 0.2;
/** Shares of records set aside from which it is said, and from which the rest misleads. */
const SET_ASIDE = { warning: 0.01, error: 0.1 };

/**
 * Whether runs succeed: those that failed since the last success, the share of failures (95 % interval by
 * Wilson), and the share of records that were set aside in the last run that succeeded. Unknown without a run that is over.
 * @example
 * const failed = [1, 2, 3].map((hour) => ({ startedAt: hour * 3_600_000, endedAt: hour * 3_600_000, outcome: 'failed', message: '503' }));
 * checkErrors({ stream: 'ads', runs: failed, now: 5 * 3_600_000, timeZone: 'UTC' }).findings[0].state // 'broken'
 */
export function checkErrors(question: ErrorsQuestion): HealthCheck {
  const { stream, runs, now } = question;
  checkTimes(runs);
  const over = runs
    .filter(({ outcome }) => outcome === 'ok' || outcome === 'failed')
    .filter(({ startedAt }) => startedAt <= now && startedAt > now - LOOK_BACK_MS)
    .sort((a, b) => b.startedAt - a.startedAt);
  if (over.length === 0) return unknown('errors', 'No run has ended in the last 30 days.');
  const failures = over.filter(({ outcome }) => outcome === 'failed').length;
  const findings: Omit<HealthFinding, 'rule'>[] = [];
  const lastOk = over.findIndex(({ outcome }) => outcome === 'ok');
  const inARow = over.slice(0, lastOk < 0 ? over.length : lastOk);
  if (inARow.length > 0) findings.push(failing(inARow, question));
  else if ((wilsonInterval(failures, over.length)?.low ?? 0) > TOO_MANY) {
    findings.push({
      code: 'errors.often',
      state: null,
      severity: 'warning',
      message: `${failures} of ${countText(over.length, 'run')} of ${stream} failed in 30 days.`,
      hint: 'Look at what they have in common: an hour, a limit of the source, a large account.',
      since: over.filter(({ outcome }) => outcome === 'failed').at(-1)?.startedAt ?? null,
      streams: [stream],
    });
  }
  const newest = over[lastOk];
  if (newest) findings.push(...setAsideOf(newest, stream));
  return findings.length > 0
    ? found('errors', findings, '')
    : fine('errors', `${failures} of ${countText(over.length, 'run')} failed in 30 days.`);
}

function failing(inARow: readonly Run[], { stream, timeZone }: ErrorsQuestion) {
  const broken = inARow.length >= IN_A_ROW;
  const since = (inARow.at(-1) as Run).startedAt;
  const said = inARow[0]?.message ? ` The source says: ${inARow[0].message}` : '';
  const message = `The last ${countText(inARow.length, 'run')} of ${stream} failed, since ${instantText(since, timeZone)}.${said}`;
  return {
    code: broken ? 'errors.broken' : 'errors.failed',
    state: broken ? ('broken' as const) : ('late' as const),
    severity: broken ? ('error' as const) : ('warning' as const),
    message,
    hint: broken
      ? 'It will not mend itself: read the message, put right what it names, and run it again.'
      : 'It is tried again by itself; look at it when the next run fails as well.',
    since,
    streams: [stream],
  };
}

function setAsideOf(run: Run, stream: string): Omit<HealthFinding, 'rule'>[] {
  const { records = 0, setAside = 0, startedAt } = run;
  const share = records > 0 ? setAside / records : 0;
  if (share < SET_ASIDE.warning) return [];
  const error = share >= SET_ASIDE.error;
  return [
    {
      code: 'errors.set_aside',
      state: error ? 'stale' : null,
      severity: error ? 'error' : 'warning',
      message: `${setAside} of ${records} records of ${stream} were set aside in the last run.`,
      hint: 'Open the quarantine: mend the mapping and release them. Nothing is lost.',
      since: startedAt,
      streams: [stream],
    },
  ];
}
