import type { EventList, MailCampaigns } from './features/engagement/engagement-types.ts';
import type {
  CompanyShown,
  Decided,
  Duplicates,
  IdentityStatus,
  MergePreview,
  PeopleList,
  PersonShown,
  Precedence,
} from './features/identity/identity-types.ts';
import type {
  Cohorts,
  Definitions,
  FunnelAnswer,
  FunnelStage,
  StagePeriod,
  Velocity,
} from './features/lifecycle/lifecycle-types.ts';

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };
type Page = { search?: string; offset?: number; limit?: number };
type Merging = { records: string[]; keep?: string; chosen?: Record<string, string> };

/** What the screens of people, stages and e-mail engagement ask for. */
export type PeopleApi = {
  identity: {
    status: Query<Record<string, never>, IdentityStatus>;
    list: Query<{ of: 'person' | 'company' } & Page, PeopleList>;
    duplicates: Query<{ of: 'contact' | 'account' } & Page, Duplicates>;
    preview: Query<Merging, MergePreview>;
    merge: Mutation<Merging, { merge: string }>;
    reject: Mutation<{ records: string[]; reason?: string }, { decision: string }>;
    undo: Mutation<{ decision: string }, unknown>;
    decisions: Query<{ limit?: number }, Decided[]>;
    precedence: {
      get: Query<Record<string, never>, Precedence>;
      set: Mutation<
        { of: 'contact' | 'account'; field: string; sources: string[] },
        { field: string }
      >;
    };
    person: Query<{ node: string }, PersonShown>;
    company: Query<{ node: string }, CompanyShown>;
  };
  lifecycle: {
    definitions: Query<Record<string, never>, Definitions>;
    propose: Mutation<unknown, { number: number; version: string }>;
    agree: Mutation<{ version: number; head: 'marketing' | 'sales' }, unknown>;
    funnel: Query<StagePeriod, FunnelAnswer>;
    velocity: Query<StagePeriod, Velocity>;
    cohorts: Query<
      { from: FunnelStage; to: FunnelStage; unit: 'week' | 'month' | 'quarter'; since?: string },
      Cohorts
    >;
  };
  engagement: {
    campaigns: Query<{ from: string; to: string }, MailCampaigns>;
    events: Query<
      { from: string; to: string; campaign?: string; only?: 'machine' | 'human' | 'all' } & Page,
      EventList
    >;
  };
};
