/** What is looked at. */
export type HealthRule = 'freshness' | 'runs' | 'volume' | 'drift' | 'sign_in' | 'errors';

/**
 * How a stream stands. `late`: overdue, may still come. `stale`: older or thinner than it may be, its numbers
 * mislead. `silent`: nothing comes and no error says why. `broken`: it cannot work. `unknown`: nothing was
 * checked that shows that it lives.
 */
export type HealthStatus = 'ok' | 'late' | 'stale' | 'silent' | 'broken' | 'unknown';

export type HealthFinding = {
  rule: HealthRule;
  /** Stable for one kind of trouble of one stream: `sign_in.expired`. */
  code: string;
  /** What it makes of the status; null: worth knowing, but the stream works. */
  state: 'late' | 'stale' | 'silent' | 'broken' | null;
  severity: 'error' | 'warning' | 'info';
  message: string;
  /** What to do. */
  hint: string;
  /** Milliseconds since 1970 UTC; null: not known. */
  since: number | null;
  streams: string[];
};

/** One look at one stream. */
export type HealthCheck = {
  rule: HealthRule;
  outcome: 'fine' | 'finding' | 'unknown';
  /** In words: what was seen, or why nothing could be said. */
  words: string;
  findings: HealthFinding[];
};

/** Nothing is wrong. */
export const fine = (rule: HealthRule, words: string): HealthCheck => ({
  rule,
  outcome: 'fine',
  words,
  findings: [],
});

/** It cannot be told. */
export const unknown = (rule: HealthRule, words: string): HealthCheck => ({
  rule,
  outcome: 'unknown',
  words,
  findings: [],
});

/** What was found; nothing found is fine. */
export function found(
  rule: HealthRule,
  findings: Omit<HealthFinding, 'rule'>[],
  words: string,
): HealthCheck {
  if (findings.length === 0) return fine(rule, words);
  const named = findings.map((one) => ({ rule, ...one }));
  return {
    rule,
    outcome: 'finding',
    words: named.map(({ message }) => message).join(' '),
    findings: named,
  };
}
