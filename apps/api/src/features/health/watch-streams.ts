import { dayInZone } from '@openmops/domain/calendar';
import {
  type Expectation,
  type Expected,
  expectAfter,
  type FieldShape,
  type HealthCheck,
  type HealthFinding,
  nextDue,
  type Run,
  rollUp,
  type StreamWatch,
  watchStream,
} from '@openmops/domain/health';
import type { Day } from '@openmops/domain/shared';
import type { QuarantineReason } from '../../stores/facts/model-port.ts';
import type { IntegrationRow } from '../integrations/integration-rows.ts';
import { signInEnd } from '../integrations/sign-in-end.ts';
import { feedOf } from './feed-of.ts';
import type {
  ArrivalHour,
  integrationRuns,
  PersonsExpectation,
  StoredLook,
  streamRuns,
  WatchedStreamRow,
} from './health.queries.ts';
import type { Finding, WatchedStream } from './health.schema.ts';

type RunRows<T extends (...args: never[]) => Promise<Map<string, unknown[]>>> =
  Awaited<ReturnType<T>> extends Map<string, infer R> ? R : never;

export type PullRuns = RunRows<typeof integrationRuns>;
export type MessageRuns = RunRows<typeof streamRuns>;

/** All that is known of a stream. */
export type StreamSeen = {
  stream: WatchedStreamRow;
  hours: readonly ArrivalHour[];
  person: PersonsExpectation | null;
  integration: IntegrationRow | null;
  pulls: PullRuns;
  messages: MessageRuns;
  look: StoredLook | null;
  /** Fields on which its mapping rests. */
  mapped: readonly string[];
};

export type At = { now: number; timeZone: string };

export const WEEKEND = [6, 7];

/** What a person expects, as the rules read it. */
export function promised(person: PersonsExpectation): Expectation {
  const { everyHours: hours, graceHours, workdaysOnly } = person;
  return { kind: 'within', hours, graceHours, restDays: workdaysOnly ? WEEKEND : [] };
}

/** Looks at a stream by every rule for which something is known. */
export function watchOne(seen: StreamSeen, at: At): WatchedStream {
  const { stream, hours, person, integration, look } = seen;
  const { now, timeZone } = at;
  const paused = integration !== null && integration.paused_at !== null;
  const arrivals = hours.map((hour) => hour.at);
  const newestAt = stream.last_received_at?.getTime() ?? null;
  const connectedAt = stream.created_at.getTime();
  const expectation: Expectation = person ? promised(person) : { kind: 'rhythm', arrivals };
  const runs = runsOf(seen, timeZone);
  const rows = rowsByDay(hours, timeZone);
  const watch: StreamWatch = {
    stream: `${stream.source}.${stream.name}`,
    now,
    timeZone,
    ...(paused ? {} : { freshness: { newestAt, connectedAt, expectation } }),
    ...(runs ? { runs } : {}),
    ...(rows && !paused ? { volume: { rows, from: dayInZone(connectedAt, timeZone) } } : {}),
    ...(look ? { drift: driftOf(look, seen.mapped) } : {}),
    ...(integration
      ? {
          signIn: {
            integration: integration.name,
            expiresAt: signInEnd(integration, timeZone),
            refusedAt: refusedSince(seen.pulls),
          },
        }
      : {}),
  };
  const { checks, retrying } = watchStream(watch);
  const all = [...checks, ...asideOf(seen)];
  const health = rollUp(all, { running: retrying });
  const expected = expectedOf(seen, { expectation, last: newestAt ?? connectedAt, at });
  return {
    id: stream.id,
    name: stream.name,
    kind: stream.kind,
    status: health.status,
    since: instant(health.since),
    retrying: health.retrying,
    newest: stream.last_received_at?.toISOString() ?? null,
    expected: paused ? null : expected,
    rows: stream.rows_arrived,
    aside: Math.max(0, ...reasonsOf(stream).map((one) => one.rows)),
    feeds:
      stream.fact_source === null
        ? []
        : (stream.datasets ?? []).map((set) => feedOf(stream.fact_source ?? '', set)),
    checks: all.map(({ rule, outcome, words }) => ({ rule, outcome, words })),
    findings: health.findings.map(shown),
  };
}

export const instant = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString();

export function shown(finding: HealthFinding): Finding {
  const { rule, code, state, severity, message, hint, since } = finding;
  return { rule, code, state, severity, message, hint, since: instant(since) };
}

function expectedOf(
  { integration }: StreamSeen,
  of: { expectation: Expectation; last: number; at: At },
): string | null {
  if (integration) {
    const plan = { cron: integration.schedule, timeZone: of.at.timeZone };
    return instant(nextDue(plan, of.at.now));
  }
  const expected: Expected | null = expectAfter(of.expectation, of.last, of.at);
  return instant(expected?.dueAt ?? null);
}

/** Runs of those that are fetched or sent by a program; single messages have none. */
function runsOf(seen: StreamSeen, timeZone: string): StreamWatch['runs'] | null {
  const { stream, integration, pulls, messages } = seen;
  if (integration) {
    const runs = pulls.map(
      (run): Run => ({
        ...timesOf(run),
        outcome: outcomeOf(run.state),
        records: run.streams[stream.name] ?? 0,
        message: run.error,
      }),
    );
    const schedule = { cron: integration.schedule, timeZone };
    return {
      runs,
      connectedAt: integration.created_at.getTime(),
      plannedSince: integration.updated_at.getTime(),
      expectation: { kind: 'schedule', schedule },
      paused: integration.paused_at !== null,
    };
  }
  if (messages.length === 0) return null;
  return {
    runs: messages.map((run) => ({
      ...timesOf(run),
      outcome: outcomeOf(run.state),
      records: run.rows + run.rejected,
      setAside: run.rejected,
      message: run.error,
    })),
  };
}

function timesOf(run: { started_at: Date; ended_at: Date | null }) {
  const startedAt = run.started_at.getTime();
  // Two clocks may have written the two.
  const endedAt = run.ended_at === null ? null : Math.max(startedAt, run.ended_at.getTime());
  return { startedAt, endedAt };
}

const outcomeOf = (state: 'running' | 'done' | 'failed' | 'stopped'): Run['outcome'] =>
  state === 'done' ? 'ok' : state === 'stopped' ? 'cancelled' : state;

/** Since when a platform has refused the sign-in, run after run; null: it has not, or accepts it again. */
export function refusedSince(runs: PullRuns): number | null {
  let since: number | null = null;
  for (const run of runs.toReversed()) {
    if (run.state === 'running' || run.state === 'stopped') continue;
    if (run.state !== 'failed' || run.reason !== 'authentication') break;
    since = run.started_at.getTime();
  }
  return since;
}

/** Rows by the day on which they came; null: on most days nothing comes, so that nothing is usual. */
export function rowsByDay(
  hours: readonly ArrivalHour[],
  timeZone: string,
): Map<Day, number> | null {
  const days = new Map<Day, number>();
  for (const { at, rows } of hours) {
    const day = dayInZone(at, timeZone);
    days.set(day, (days.get(day) ?? 0) + rows);
  }
  const all = [...days.keys()];
  if (all.length === 0) return null;
  const span = Math.max(...all) - Math.min(...all) + 1;
  return days.size * 2 > span ? days : null;
}

function driftOf(look: StoredLook, mapped: readonly string[]): NonNullable<StreamWatch['drift']> {
  const plain = ({ field, types }: FieldShape): FieldShape => ({ field, types });
  return {
    before: look.usual.map(plain),
    after: look.latest.map(plain),
    mapped,
    seenAt: look.changedAt?.getTime() ?? null,
  };
}

const reasonsOf = (stream: WatchedStreamRow) => (stream.reasons ?? []) as QuarantineReason[];

/** Records that stand aside make the rest mislead, and so does a mapping that fails. */
function asideOf({ stream }: StreamSeen): HealthCheck[] {
  const name = `${stream.source}.${stream.name}`;
  const [first] = reasonsOf(stream);
  if (!first && stream.error === null) return [];
  const finding: HealthFinding = {
    rule: 'errors',
    code: first ? 'errors.set_aside' : 'errors.mapping',
    state: first ? 'stale' : 'broken',
    severity: 'error',
    message: first
      ? `${first.rows} ${first.rows === 1 ? 'record' : 'records'} of ${name} stand aside: ${first.message}`
      : `${name} could not be mapped: ${stream.error}`,
    hint: first
      ? 'Open the quarantine: mend the mapping and release them. Nothing is lost.'
      : 'Look at its mapping; the rows are kept and mapped once it is mended.',
    since: stream.mapped_at?.getTime() ?? null,
    streams: [name],
  };
  return [{ rule: 'errors', outcome: 'finding', words: finding.message, findings: [finding] }];
}
