import type { HealthCheck, HealthFinding, HealthStatus } from './finding.ts';

export type Health = {
  status: HealthStatus;
  /** Earliest beginning of what makes the status; null where it is fine or not known. */
  since: number | null;
  /** The worst first. */
  findings: HealthFinding[];
  /** A run is under way that may mend it. */
  retrying: boolean;
  /** Checks that could say something, and those that could not. */
  checked: number;
  unknown: number;
  method: 'worst finding';
  version: 1;
};

const WORST_FIRST = ['broken', 'silent', 'stale', 'late'] as const;
const SEVERITY = { error: 0, warning: 1, info: 2 };

/**
 * One status of many checks: that of the worst finding. Without findings it is ok only where freshness or runs were
 * checked, for nothing else shows that a stream lives; otherwise unknown, and so are no checks at all. Data that is stale
 * although every run succeeds, with no error and a sign-in that works, is silent: nobody would have been told.
 * @param running a run is under way: what is only overdue is late until it has ended
 * @example rollUp([]).status // 'unknown'
 */
export function rollUp(
  checks: readonly HealthCheck[],
  { running = false }: { running?: boolean } = {},
): Health {
  const told = running ? expectSoon(checks) : explainSilence(checks);
  const findings = told.sort(
    (a, b) =>
      rankOf(a.state) - rankOf(b.state) ||
      SEVERITY[a.severity] - SEVERITY[b.severity] ||
      (a.since ?? 0) - (b.since ?? 0) ||
      (a.code < b.code ? -1 : 1),
  );
  const worst = findings[0]?.state ?? null;
  const alive = checks.some(
    ({ rule, outcome }) => outcome !== 'unknown' && (rule === 'freshness' || rule === 'runs'),
  );
  const sinces = findings.flatMap(({ state, since }) =>
    state !== null && state === worst && since !== null ? [since] : [],
  );
  const unknown = checks.filter(({ outcome }) => outcome === 'unknown').length;
  return {
    status: worst ?? (alive ? 'ok' : 'unknown'),
    since: sinces.length > 0 ? sinces.reduce((a, b) => Math.min(a, b)) : null,
    findings,
    retrying: running && worst !== null,
    checked: checks.length - unknown,
    unknown,
    method: 'worst finding',
    version: 1,
  };
}

/**
 * The status of an integration from those of its streams: the worst; unknown ones count only where no
 * other speaks.
 * @example worstStatus(['ok', 'late', 'unknown']) // 'late'
 */
export function worstStatus(statuses: readonly HealthStatus[]): HealthStatus {
  const worst = WORST_FIRST.find((state) => statuses.includes(state));
  return worst ?? (statuses.includes('ok') ? 'ok' : 'unknown');
}

function explainSilence(checks: readonly HealthCheck[]): HealthFinding[] {
  const findings = checks.flatMap((check) => check.findings);
  const explained = findings.some(
    ({ rule, state }) =>
      state === 'broken' || (state !== null && (rule === 'errors' || rule === 'runs')),
  );
  if (explained) return findings;
  return findings.map((one) =>
    one.rule === 'freshness' && one.state === 'stale' && one.code !== 'freshness.future'
      ? { ...one, state: 'silent', message: `${one.message} No error was raised.` }
      : one,
  );
}

function expectSoon(checks: readonly HealthCheck[]): HealthFinding[] {
  const overdue = (one: HealthFinding) =>
    one.rule === 'freshness' && one.code !== 'freshness.future' && one.state !== null;
  return checks
    .flatMap((check) => check.findings)
    .map((one) =>
      overdue(one) ? { ...one, state: 'late', message: `${one.message} A run is under way.` } : one,
    );
}

const rankOf = (state: HealthFinding['state']) =>
  state === null ? WORST_FIRST.length : WORST_FIRST.indexOf(state);
