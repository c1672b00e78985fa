import * as z from 'zod';

export const HealthStatus = z.enum(['ok', 'late', 'stale', 'silent', 'broken', 'unknown']);

export const HealthRule = z.enum(['freshness', 'runs', 'volume', 'drift', 'sign_in', 'errors']);

export const Finding = z.object({
  rule: HealthRule,
  code: z.string(),
  state: z.enum(['late', 'stale', 'silent', 'broken']).nullable(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  hint: z.string(),
  since: z.string().nullable(),
});
export type Finding = z.infer<typeof Finding>;

export const WatchedStream = z.object({
  /** Null: what was imported as files. */
  id: z.string().nullable(),
  name: z.string(),
  kind: z.enum(['singer', 'airbyte', 'push', 'webhook', 'pull', 'file']),
  status: HealthStatus,
  since: z.string().nullable(),
  retrying: z.boolean(),
  /** Instant of the newest arrival, or the newest day with data. */
  newest: z.string().nullable(),
  /** When the next is or was due. */
  expected: z.string().nullable(),
  rows: z.number(),
  /** Records that stand aside. */
  aside: z.number(),
  /** Source and dataset of the facts that it feeds. */
  feeds: z.array(z.string()),
  checks: z.array(
    z.object({
      rule: HealthRule,
      outcome: z.enum(['fine', 'finding', 'unknown']),
      words: z.string(),
    }),
  ),
  findings: z.array(Finding),
});
export type WatchedStream = z.infer<typeof WatchedStream>;

export const Impact = z.object({
  /** KPIs whose newest values cannot be relied on, and the first day that they miss. */
  kpis: z.array(z.object({ kpi: z.string(), name: z.string(), sinceDay: z.string().nullable() })),
  money: z.array(
    z.object({
      currency: z.string(),
      /** Spent since then by sources that work, in KPIs that do not; in units. */
      booked: z.number(),
      /** Not known yet: what is usual on the missing days. */
      estimated: z.number(),
      days: z.number(),
    }),
  ),
});
export type Impact = z.infer<typeof Impact>;

const Expectation = z.object({
  by: z.enum(['person', 'schedule', 'rhythm', 'kind']),
  words: z.string(),
  everyHours: z.number().nullable(),
  graceHours: z.number().nullable(),
  workdaysOnly: z.boolean(),
  why: z.string().nullable(),
  setBy: z.string().nullable(),
  setAt: z.string().nullable(),
});
export type ExpectationShown = z.infer<typeof Expectation>;

export const WatchedSource = z.object({
  id: z.string(),
  name: z.string(),
  status: HealthStatus,
  since: z.string().nullable(),
  retrying: z.boolean(),
  /** Why it is not ok, in a sentence. */
  says: z.string().nullable(),
  hint: z.string().nullable(),
  integrations: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      platform: z.string(),
      state: z.enum(['active', 'paused']),
      lastRun: z
        .object({
          startedAt: z.string(),
          endedAt: z.string().nullable(),
          state: z.enum(['running', 'done', 'failed', 'stopped']),
          error: z.string().nullable(),
        })
        .nullable(),
      nextRun: z.string().nullable(),
    }),
  ),
  lastSuccess: z.string().nullable(),
  expected: z.string().nullable(),
  /** The newest day with data that counts. */
  newestDay: z.string().nullable(),
  rows: z.number(),
  expectation: Expectation,
  /** Rows that came, by day, the last four weeks. */
  volume: z.array(z.object({ day: z.string(), rows: z.number() })),
  streams: z.array(WatchedStream),
  impact: Impact,
});
export type WatchedSource = z.infer<typeof WatchedSource>;

export const Alert = z.object({
  id: z.string(),
  source: z.string(),
  sourceName: z.string(),
  cause: z.string(),
  status: z.string(),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  hint: z.string(),
  codes: z.array(z.string()),
  streams: z.array(z.string()),
  since: z.string().nullable(),
  openedAt: z.string(),
  resolvedAt: z.string().nullable(),
  acknowledgedAt: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
  snoozedUntil: z.string().nullable(),
  snoozedBy: z.string().nullable(),
  why: z.string().nullable(),
});
export type Alert = z.infer<typeof Alert>;

export const Health = z.object({
  at: z.string(),
  status: HealthStatus,
  /** How many sources are in each state. */
  counts: z.record(z.string(), z.number()),
  sources: z.array(WatchedSource),
  /** What is open; put off ones are left out. */
  alerts: z.array(Alert),
});
export type Health = z.infer<typeof Health>;

export const ExpectInput = z.strictObject({
  source: z.string().min(1).max(200),
  /** Null: back to what is learned. */
  every: z
    .strictObject({
      hours: z.number().int().min(1).max(2400),
      graceHours: z.number().int().min(0).max(2400).default(0),
      workdaysOnly: z.boolean().default(false),
    })
    .nullable(),
  why: z.string().trim().max(500).nullable().default(null),
});
