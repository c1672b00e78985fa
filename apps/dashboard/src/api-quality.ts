import type {
  QualityIssue,
  QualityIssueDetail,
  QualityOverview,
  QualityRule,
  QualityRun,
  Retested,
} from './features/quality/quality-types.ts';

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };

/** What the screens of data quality ask for. */
export type QualityApi = {
  quality: {
    read: Query<{ runs?: number }, QualityOverview>;
    rules: Query<void, QualityRule[]>;
    issues: Query<{ all?: boolean }, QualityIssue[]>;
    issue: Query<{ id: string }, QualityIssueDetail>;
    audit: Mutation<void, QualityRun>;
    take: Mutation<{ id: string }, QualityIssue>;
    update: Mutation<
      {
        id: string;
        state?: 'open' | 'in_progress' | 'fixed';
        owner?: string | null;
        note?: string | null;
      },
      QualityIssue
    >;
    retest: Mutation<{ id: string }, Retested>;
    close: Mutation<{ id: string }, QualityIssue>;
    addRule: Mutation<
      {
        table: string;
        severity: 'high' | 'medium' | 'low';
        rule: Record<string, unknown>;
        name?: string;
      },
      { id: string; name: string }
    >;
    removeRule: Mutation<{ id: string }, unknown>;
    mute: Mutation<{ rule: string; why: string | null }, unknown>;
  };
};
