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
    mute: Mutation<{ rule: string; why: string | null }, unknown>;
  };
};
