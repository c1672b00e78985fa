import type { Direction, Filter, Unit } from '@openmops/domain/kpi';

/** Why numbers changed, insights and tasks, as their screens get them. */
export type WhyPart = {
  effect: 'measure' | 'segment' | 'factor' | 'rate' | 'mix' | 'unbased';
  factor: string | null;
  name: string;
  segment: string | null;
  rest: boolean;
  value: number;
  share: number | null;
};
export type WhySegment = {
  segment: string | null;
  rest: boolean;
  before: number | null;
  after: number | null;
  value: number;
  share: number | null;
};
type Remark = { code: string; message: string; hint: string | null };
export type WhyAnswer = {
  kpi: string;
  name: string;
  unit: Unit;
  direction: Direction;
  definition: string;
  version: number;
  formula: string;
  currency: string;
  asOf: string | null;
  before: number;
  after: number;
  change: number;
  range: { from: string; to: string };
  previous: { from: string; to: string };
  by: string | null;
  method: string;
  parts: WhyPart[];
  sum: number;
  segments: WhySegment[];
  ranking: {
    dimension: string;
    power: number;
    surprise: number;
    elements: { segment: string | null; power: number; surprise: number }[];
  }[];
  findings: (Remark & { severity: 'error' | 'warning' | 'info' })[];
  notes: (Remark & { kpi: string | null })[];
};
export type WhyQuestion = {
  kpi: string;
  from: string;
  to: string;
  compare: 'previous' | 'year';
  by: string | null;
  filters: Filter[];
};
/** What can be asked instead of what was refused. */
export type ValidView = { kpi: string; name: string; by: string | null; says: string };

export type TaskStatus = 'open' | 'in_progress' | 'done' | 'dropped';
export type TaskInfo = {
  id: string;
  title: string;
  note: string;
  owner: string | null;
  ownerName: string | null;
  due: string | null;
  starts: string | null;
  late: boolean;
  blocked: boolean;
  /** Ids of tasks that have to be over first. */
  after: string[];
  campaign: string | null;
  campaignName: string | null;
  status: TaskStatus;
  insight: string | null;
  finding: string | null;
  link: string | null;
  createdBy: string;
  createdAt: string;
  changedAt: string;
  version: number;
};
export type InsightInput = {
  finding: string;
  evidence: Record<string, unknown>;
  kpi?: string | null;
  definition?: string | null;
  size?: number | null;
  currency?: string | null;
  action?: string;
  link?: string | null;
};
export type FeedItem = {
  seq: number;
  at: string;
  who: string;
  verb: string;
  what: string;
  about: string | null;
};

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };

export type WorkApi = {
  kpi: { explain: Query<WhyQuestion, WhyAnswer> };
  tasks: {
    list: Query<{ mine?: boolean; status?: TaskStatus; campaign?: string }, TaskInfo[]>;
    owners: Query<void, { id: string; name: string }[]>;
    create: Mutation<
      {
        title: string;
        note?: string;
        owner?: string | null;
        due?: string | null;
        starts?: string | null;
        campaign?: string | null;
        after?: string[];
        link?: string | null;
        insight?: InsightInput | null;
      },
      TaskInfo
    >;
    update: Mutation<
      {
        id: string;
        status?: TaskStatus;
        owner?: string | null;
        title?: string;
        starts?: string | null;
        after?: string[];
        version?: number;
      },
      TaskInfo
    >;
    reschedule: Mutation<
      { id: string; due: string; version?: number },
      {
        task: TaskInfo;
        moved: { id: string; title: string; due: string | null }[];
        warnings: string[];
      }
    >;
  };
  activity: { feed: Query<{ limit?: number }, FeedItem[]> };
};
