/** How sources fare, as the screens get it. */
export type HealthStatus = 'ok' | 'late' | 'stale' | 'silent' | 'broken' | 'unknown';

export type HealthFinding = {
  rule: string;
  code: string;
  state: 'late' | 'stale' | 'silent' | 'broken' | null;
  severity: 'error' | 'warning' | 'info';
  message: string;
  hint: string;
  since: string | null;
};
export type WatchedStream = {
  /** Null: what was imported as files. */
  id: string | null;
  name: string;
  kind: 'singer' | 'airbyte' | 'push' | 'webhook' | 'pull' | 'file';
  status: HealthStatus;
  since: string | null;
  retrying: boolean;
  newest: string | null;
  expected: string | null;
  rows: number;
  aside: number;
  feeds: string[];
  checks: { rule: string; outcome: 'fine' | 'finding' | 'unknown'; words: string }[];
  findings: HealthFinding[];
};
export type SourceImpact = {
  kpis: { kpi: string; name: string; sinceDay: string | null }[];
  money: { currency: string; booked: number; estimated: number; days: number }[];
};
export type WatchedSource = {
  id: string;
  name: string;
  status: HealthStatus;
  since: string | null;
  retrying: boolean;
  says: string | null;
  hint: string | null;
  integrations: {
    id: string;
    name: string;
    platform: string;
    state: 'active' | 'paused';
    lastRun: {
      startedAt: string;
      endedAt: string | null;
      state: 'running' | 'done' | 'failed' | 'stopped';
      error: string | null;
    } | null;
    nextRun: string | null;
  }[];
  lastSuccess: string | null;
  expected: string | null;
  newestDay: string | null;
  rows: number;
  expectation: {
    by: 'person' | 'schedule' | 'rhythm' | 'kind';
    words: string;
    everyHours: number | null;
    graceHours: number | null;
    workdaysOnly: boolean;
    why: string | null;
    setBy: string | null;
    setAt: string | null;
  };
  volume: { day: string; rows: number }[];
  streams: WatchedStream[];
  impact: SourceImpact;
};
export type HealthAlert = {
  id: string;
  source: string;
  sourceName: string;
  cause: string;
  status: string;
  severity: 'error' | 'warning';
  message: string;
  hint: string;
  since: string | null;
  openedAt: string;
  resolvedAt: string | null;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  snoozedUntil: string | null;
  snoozedBy: string | null;
  why: string | null;
};
export type HealthInfo = {
  at: string;
  status: HealthStatus;
  counts: Record<string, number>;
  sources: WatchedSource[];
  alerts: HealthAlert[];
};
export type RestatedDay = {
  stream: string;
  day: string;
  at: string;
  rowsChanged: number;
  rowsAdded: number;
  rowsRemoved: number;
  sums: Record<string, { before: number; after: number }>;
};

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };

export type HealthApi = {
  health: {
    read: Query<{ source?: string }, HealthInfo>;
    alerts: Query<{ source?: string; limit?: number }, HealthAlert[]>;
    expect: Mutation<
      {
        source: string;
        every: { hours: number; graceHours: number; workdaysOnly: boolean } | null;
        why?: string | null;
      },
      unknown
    >;
    retry: Mutation<{ source: string }, { started: string[]; advice: string | null }>;
    acknowledge: Mutation<{ id: string; why?: string | null }, HealthAlert>;
    snooze: Mutation<{ id: string; hours: number; why?: string | null }, HealthAlert>;
  };
  integrations: {
    restatements: Query<{ id: string; limit: number }, RestatedDay[]>;
  };
};
