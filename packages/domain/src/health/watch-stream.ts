import { checkDrift, type DriftQuestion } from './check-drift.ts';
import { checkErrors } from './check-errors.ts';
import { checkFreshness, type FreshnessQuestion } from './check-freshness.ts';
import { checkRuns, type Run, type RunsQuestion } from './check-runs.ts';
import { checkSignIn, type SignInQuestion } from './check-sign-in.ts';
import { checkVolume, type VolumeQuestion } from './check-volume.ts';
import { type HealthCheck, type HealthRule, unknown } from './finding.ts';
import { type Health, rollUp } from './roll-up.ts';

type At = 'stream' | 'now' | 'timeZone';

/** All that is known of a stream; what is left out is not looked at, and said so. */
export type StreamWatch = {
  stream: string;
  now: number;
  timeZone: string;
  freshness?: Omit<FreshnessQuestion, At>;
  /** Of streams that are fetched; those that are sent to us have none. */
  runs?: Omit<RunsQuestion, At | 'runs'> & { runs: readonly Run[] };
  volume?: Omit<VolumeQuestion, At>;
  drift?: Omit<DriftQuestion, 'stream'>;
  signIn?: Omit<SignInQuestion, 'streams' | 'now' | 'timeZone'>;
};

export type StreamHealth = Health & { stream: string; checks: HealthCheck[] };

const NOT_GIVEN: Record<HealthRule, string> = {
  freshness: 'Not looked at: the newest data is not known.',
  runs: 'Not looked at: it is sent to us, not fetched.',
  errors: 'Not looked at: it is sent to us, not fetched.',
  volume: 'Not looked at: rows by day are not known.',
  drift: 'Not looked at: its fields are not known.',
  sign_in: 'Not looked at: no sign-in is needed, or none is known.',
};

/**
 * Looks at a stream by every rule for which something is known.
 * @example
 * const watch = { stream: 'ads', now: 96 * 3_600_000, timeZone: 'UTC' };
 * watchStream(watch).status // 'unknown'
 * watchStream({ ...watch, freshness: { newestAt: 0, expectation: { kind: 'within', hours: 24 } } }).status // 'silent'
 */
export function watchStream(watch: StreamWatch): StreamHealth {
  const { stream, now, timeZone, freshness, runs, volume, drift, signIn } = watch;
  const at = { stream, now, timeZone };
  const none = (rule: HealthRule) => unknown(rule, NOT_GIVEN[rule]);
  const checks = [
    freshness ? checkFreshness({ ...freshness, ...at }) : none('freshness'),
    runs ? checkRuns({ ...runs, ...at }) : none('runs'),
    runs ? checkErrors({ runs: runs.runs, ...at }) : none('errors'),
    volume ? checkVolume({ ...volume, ...at }) : none('volume'),
    drift ? checkDrift({ ...drift, stream }) : none('drift'),
    signIn ? checkSignIn({ ...signIn, streams: [stream], now, timeZone }) : none('sign_in'),
  ];
  const stuck = checks.some(({ findings }) => findings.some(({ code }) => code === 'runs.stuck'));
  const running = !stuck && isRunning(runs?.runs ?? []);
  return { stream, checks, ...rollUp(checks, { running }) };
}

function isRunning(runs: readonly Run[]): boolean {
  return runs.some(({ outcome, endedAt }) => outcome === 'running' && endedAt === null);
}
