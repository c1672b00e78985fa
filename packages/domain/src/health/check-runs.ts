import { median, mustBe } from '../statistics/index.ts';
import { type Expectation, expectAfter } from './expectation.ts';
import { fine, found, type HealthCheck, type HealthFinding, unknown } from './finding.ts';
import { countText, durationText, HOUR_MS, instantText } from './words.ts';

/** One attempt to bring data; instants are milliseconds since 1970 UTC. */
export type Run = {
  startedAt: number;
  /** Null: not over. */
  endedAt: number | null;
  outcome: 'ok' | 'failed' | 'running' | 'cancelled';
  /** Records that came, and of those the ones set aside. */
  records?: number;
  setAside?: number;
  /** What went wrong, in the words of the source. */
  message?: string | null;
};

export type RunsQuestion = {
  stream: string;
  /** In any order. */
  runs: readonly Run[];
  connectedAt?: number | null;
  /** Since when the plan is what it is: nothing that it says of before is missing. */
  plannedSince?: number | null;
  /** The plan; without one the rhythm of the runs themselves. */
  expectation?: Expectation;
  /** Switched off on purpose: nothing is expected. */
  paused?: boolean;
  now: number;
  timeZone: string;
};

/** A run is stuck when it takes so many times as long as usual, and at least so long. */
const STUCK_TIMES = 5;
const STUCK_MS = 6 * HOUR_MS;

/**
 * Whether runs happen at all: the run that never started, with no error that says so, and one that does not
 * end. The first missing one is late, a second makes it silent. Failed runs did happen: `checkErrors` judges
 * them. Refuses runs that end before they begin.
 * @example
 * const schedule = { cron: '0 6 * * *', timeZone: 'UTC' };
 * const runs = [{ startedAt: Date.UTC(2026, 10, 18, 6), endedAt: Date.UTC(2026, 10, 18, 6, 5), outcome: 'ok' }];
 * const question = { stream: 'ads', runs, expectation: { kind: 'schedule', schedule }, timeZone: 'UTC' };
 * checkRuns({ ...question, now: Date.UTC(2026, 10, 22, 9) }).findings[0].message
 * // 'No run of ads since 2026-11-18 06:00: 4 runs did not happen, and no error was raised; planned as “0 6 * * *” (UTC).'
 */
export function checkRuns(question: RunsQuestion): HealthCheck {
  const { stream, runs, connectedAt = null, paused = false, now, timeZone } = question;
  const { plannedSince = null } = question;
  checkTimes(runs);
  if (paused) return unknown('runs', 'It is switched off, so no run is expected.');
  const starts = runs.map(({ startedAt }) => startedAt).filter((at) => at <= now);
  const lastRun = starts.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const last = Number.isFinite(lastRun) ? lastRun : connectedAt;
  const expectation = question.expectation ?? { kind: 'rhythm' as const, arrivals: starts };
  const findings: Omit<HealthFinding, 'rule'>[] = stuckOf(question);
  const since = Math.max(
    last ?? Number.NEGATIVE_INFINITY,
    plannedSince ?? Number.NEGATIVE_INFINITY,
  );
  const expected = last === null ? null : expectAfter(expectation, since, { now, timeZone });
  if (last === null || expected === null) {
    if (findings.length > 0) return found('runs', findings, '');
    return unknown('runs', 'Neither a plan nor enough runs say when the next one is due.');
  }
  const shown = instantText(last, timeZone);
  const waits = findings.length > 0;
  // A run that is under way is not missing.
  if (!waits && expected.missed > 0 && now >= expected.lateAt) {
    const silent = expected.missed >= 2;
    const never = Number.isFinite(lastRun) ? '' : ', when it was connected';
    findings.push({
      code: silent ? 'runs.silent' : 'runs.late',
      state: silent ? 'silent' : 'late',
      severity: silent ? 'error' : 'warning',
      message: `No run of ${stream} since ${shown}${never}: ${countText(expected.missed, 'run')} did not happen, and no error was raised; ${expected.words}.`,
      hint: 'Run it now. If that works, see whether the schedule is on; if nothing starts, whether jobs run.',
      since: expected.dueAt,
      streams: [stream],
    });
  }
  return findings.length > 0
    ? found('runs', findings, '')
    : fine('runs', `The last run began ${shown}.`);
}

function stuckOf({ stream, runs, now, timeZone }: RunsQuestion): Omit<HealthFinding, 'rule'>[] {
  const newest = [...runs].sort((a, b) => b.startedAt - a.startedAt)[0];
  if (newest?.outcome !== 'running' || newest.endedAt !== null) return [];
  const lengths = runs.flatMap(({ startedAt, endedAt }) =>
    endedAt === null ? [] : [endedAt - startedAt],
  );
  const usual = lengths.length > 0 ? median(lengths) : 0;
  const took = now - newest.startedAt;
  if (took < Math.max(STUCK_MS, STUCK_TIMES * usual)) return [];
  return [
    {
      code: 'runs.stuck',
      state: 'late',
      severity: 'error',
      message: `A run of ${stream} has been going on for ${durationText(took)}, since ${instantText(newest.startedAt, timeZone)}${lengths.length > 0 ? `; usual are ${durationText(usual)}` : ''}.`,
      hint: 'Cancel it and run it again; what it brought stays.',
      since: newest.startedAt,
      streams: [stream],
    },
  ];
}

/** Refuses runs whose times are none. */
export function checkTimes(runs: readonly Run[]): void {
  for (const [i, { startedAt, endedAt, records = 0, setAside = 0 }] of runs.entries()) {
    mustBe(
      Number.isFinite(startedAt) && (endedAt === null || endedAt >= startedAt),
      `Run ${i + 1} ends before it begins, or at an unknown time.`,
      'Give milliseconds since 1970, and null for a run that goes on.',
    );
    mustBe(
      Number.isFinite(records) && setAside >= 0 && setAside <= records,
      `Run ${i + 1} sets aside ${setAside} of ${records} records.`,
      'Records set aside are part of the records that came.',
    );
  }
}
