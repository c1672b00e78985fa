export { checkDrift, type DriftQuestion, type FieldShape } from './check-drift.ts';
export { checkErrors, type ErrorsQuestion } from './check-errors.ts';
export { checkFreshness, type FreshnessQuestion } from './check-freshness.ts';
export { checkRuns, type Run, type RunsQuestion } from './check-runs.ts';
export { checkSignIn, type SignInQuestion } from './check-sign-in.ts';
export { checkVolume, type VolumeQuestion } from './check-volume.ts';
export { type Expectation, type Expected, expectAfter } from './expectation.ts';
export type { HealthCheck, HealthFinding, HealthRule, HealthStatus } from './finding.ts';
export {
  type Impact,
  type ImpactQuestion,
  impactOf,
  type KpiLineage,
  type SpendDay,
} from './impact-of.ts';
export { activeTime, afterActive, learnRhythm, type Rhythm } from './rhythm.ts';
export { type Health, rollUp, worstStatus } from './roll-up.ts';
export { dueTimes, nextDue, type Schedule } from './schedule.ts';
export { type StreamHealth, type StreamWatch, watchStream } from './watch-stream.ts';
