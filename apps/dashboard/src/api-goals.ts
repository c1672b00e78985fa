import type { Direction, Unit } from '@openmops/domain/kpi';

/** Objectives, goals, activities and alignment, as their screens get them. */
type Remark = { code: string; severity: string; message: string; hint: string | null };
export type GoalPeriod = { label: string | null; from: string; to: string };
export type GoalScope = Record<string, string | null | (string | null)[]>;
export type TargetKind = 'reach' | 'stayBelow' | 'band';
type Band = { low: number; high: number };
export type Light = 'good' | 'neutral' | 'bad' | 'none';

export type Standing = {
  period: GoalPeriod;
  scope: GoalScope;
  target: {
    kind: TargetKind;
    value: number;
    band: Band | null;
    measures: 'sum' | 'level';
    from: 'own' | 'sum' | 'part';
  };
  until: string;
  actual: number | null;
  expected: number | null;
  gap: number | null;
  attainment: number | null;
  pace: number | null;
  plannedShare: number;
  daysLeft: number;
  currentPerDay: number | null;
  requiredPerDay: number | null;
  runRate: number | null;
  projected: {
    value: number;
    interval: { low: number; high: number; level: number } | null;
    missProbability: number | null;
    method: string;
  } | null;
  state: string;
  light: Light;
  reason: string;
  stale: boolean;
  warnings: Remark[];
};
export type GoalKind = 'sales' | 'retention' | 'brand' | 'other';
export type GoalInfo = {
  id: string;
  objective: string;
  name: string;
  kind: GoalKind;
  kpi: string;
  kpiName: string;
  unit: { kind: string };
  direction: Direction;
  definition: string;
  measures: 'sum' | 'level';
  source: 'facts' | 'survey';
  scope: GoalScope;
  owner: string | null;
  ownerName: string | null;
  note: string;
  archived: boolean;
  version: number;
};
export type ObjectiveInfo = {
  id: string;
  name: string;
  note: string;
  owner: string | null;
  ownerName: string | null;
  archived: boolean;
  version: number;
};
export type GoalTemplateInfo = {
  kind: GoalKind;
  name: string;
  description: string;
  kpis: {
    kpi: string;
    name: string;
    unit: { kind: string };
    direction: Direction;
    target: { kind: TargetKind; measures: 'sum' | 'level' };
    source: 'facts' | 'survey';
    scope: Record<string, string>;
  }[];
};
export type StandingGoal = GoalInfo & { standing: Standing | null };
export type GoalList = {
  asOf: string;
  period: GoalPeriod | null;
  currency: string;
  objectives: (ObjectiveInfo & { goals: StandingGoal[] })[];
};
export type ActivityInfo = {
  id: string;
  goal: string;
  goalName: string;
  name: string;
  rule: string;
  says: string;
  from: string;
  to: string | null;
  owner: string | null;
  ownerName: string | null;
  effect: number | null;
  note: string;
  version: number;
};
export type OccurrenceState = 'done' | 'skipped' | 'open' | 'due' | 'ahead';
type Counted = {
  expected: number;
  done: number;
  skipped: number;
  open: number;
  completion: number | null;
};
export type ActivityStanding = ActivityInfo &
  Counted & {
    occurrences: { day: string; state: OccurrenceState; note: string; by: string | null }[];
  };
export type Answered = 'yes' | 'no' | 'not_yet' | 'unknown';
export type Verdict =
  | 'works'
  | 'strategy_gap'
  | 'execution_gap'
  | 'other_cause'
  | 'no_target'
  | 'no_result'
  | 'no_activities'
  | 'not_started';
export type ReviewInfo = {
  achieved: { answer: Answered; attainment: number | null; pace: number | null };
  done: Counted & { answer: Answered };
  gave: { answer: Answered; result: number | null; expectedEffect: number | null };
  short: { absolute: number | null; share: number | null };
  verdict: Verdict;
  verdictSays: string;
  answers: { question: string; says: string }[];
  interim: boolean;
  thresholds: { hitShare: number; doneShare: number };
  warnings: Remark[];
};
export type TargetInfo = {
  id: string;
  period: GoalPeriod;
  scope: GoalScope;
  kind: TargetKind;
  value: number;
  band: Band | null;
  phasing: { kind: string };
  reason: string;
  setBy: string;
  setAt: string;
  endedBy: string | null;
  endedAt: string | null;
};
export type SurveyValueInfo = {
  id: string;
  from: string;
  to: string;
  value: number;
  respondents: number | null;
  note: string;
  setBy: string;
  setAt: string;
  endedAt: string | null;
};
export type GoalPageInfo = {
  goal: GoalInfo & { objectiveName: string };
  asOf: string;
  period: GoalPeriod;
  currency: string;
  standing: Standing | null;
  byScope: Standing[];
  review: ReviewInfo;
  activities: ActivityStanding[];
  targets: TargetInfo[];
  values: SurveyValueInfo[];
  line: { day: string; expected: number | null; actual: number | null }[];
  periods: {
    period: GoalPeriod;
    kind: TargetKind;
    target: number;
    band: Band | null;
    expected: number | null;
    actual: number | null;
    light: Light;
  }[];
};
export type GoalReviews = {
  asOf: string;
  period: GoalPeriod;
  currency: string;
  goals: {
    goal: GoalInfo;
    objectiveName: string;
    standing: Standing | null;
    review: ReviewInfo;
    activities: (Counted & { id: string; name: string })[];
  }[];
};
type Coverage = { all: number; linked: number; share: number | null };
export type MapCampaign = {
  id: string;
  code: string;
  name: string;
  state: string;
  planned: number;
};
type Named = { id: string; name: string };
export type AlignmentMap = {
  fiscalYear: string;
  currency: string;
  rate: { from: string; rate: number; day: string } | null;
  rule: 'warn' | 'block';
  ruleVersion: number;
  campaigns: Coverage;
  money: Coverage;
  objectives: (ObjectiveInfo & {
    goals: (Named & { planned: number; campaigns: MapCampaign[] })[];
  })[];
  orphans: {
    campaigns: MapCampaign[];
    money: (Named & { line: string; planned: number })[];
    goals: Named[];
    objectives: Named[];
  };
};
export type WeekItem = {
  activity: string;
  name: string;
  goal: string;
  goalName: string;
  owner: string | null;
  ownerName: string | null;
  day: string;
  state: OccurrenceState;
  note: string;
};
export type WeekInfo = {
  from: string;
  to: string;
  today: string;
  items: WeekItem[];
  done: number;
  expected: number;
};
export type TargetDraft = {
  period: string | { from: string; to: string };
  kind: TargetKind;
  value: number;
  band?: Band | null;
  scope?: GoalScope;
  phasing?:
    | { kind: 'linear' }
    | { kind: 'workdays' }
    | { kind: 'lastYearShape' }
    | { kind: 'curve'; points: { until: string; share: number }[] };
  reason?: string;
};

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };
type When = { period?: string; asOf?: string };
type Kept = { id: string; version: number };
type Seen = { id: string; version: number; reason?: string };

export type GoalsApi = {
  objectives: {
    create: Mutation<{ name: string; note?: string; owner?: string | null }, Kept>;
    update: Mutation<
      Seen & { name?: string; note?: string; owner?: string | null; archived?: boolean },
      Kept
    >;
  };
  goals: {
    templates: Query<void, GoalTemplateInfo[]>;
    list: Query<When & { archived?: boolean }, GoalList>;
    read: Query<When & { id: string }, GoalPageInfo>;
    review: Query<When, GoalReviews>;
    create: Mutation<
      {
        objective: string;
        name: string;
        kind: GoalKind;
        kpi: string;
        source?: 'facts' | 'survey';
        scope?: GoalScope;
        owner?: string | null;
        targets?: TargetDraft[];
      },
      Kept
    >;
    update: Mutation<
      Seen & {
        name?: string;
        owner?: string | null;
        note?: string;
        objective?: string;
        archived?: boolean;
      },
      Kept
    >;
    setTargets: Mutation<
      { goal: string; targets: TargetDraft[]; seen?: string[] },
      { targets: string[] }
    >;
    endTarget: Mutation<{ id: string }, { id: string }>;
    addValue: Mutation<
      {
        goal: string;
        from: string;
        to: string;
        value: number;
        respondents?: number | null;
        note?: string;
      },
      { id: string }
    >;
    endValue: Mutation<{ id: string }, { id: string }>;
  };
  activities: {
    week: Query<{ day?: string; mine?: boolean }, WeekInfo>;
    create: Mutation<
      {
        goal: string;
        name: string;
        rule: string;
        from: string;
        to?: string | null;
        owner?: string | null;
        effect?: number | null;
      },
      Kept
    >;
    update: Mutation<Seen & { to?: string | null; name?: string }, Kept>;
    remove: Mutation<{ id: string }, { id: string }>;
    checkIn: Mutation<
      { activity: string; day: string; state: 'done' | 'skipped'; note?: string },
      unknown
    >;
    undoCheckIn: Mutation<{ activity: string; day: string }, unknown>;
  };
  alignment: {
    read: Query<{ fiscalYear?: string }, AlignmentMap>;
    setRule: Mutation<{ orphans: 'warn' | 'block'; version: number }, unknown>;
  };
};

/** A unit as the format of the domain takes it. */
export const unitOf = (goal: { unit: { kind: string } }): Unit => goal.unit as Unit;
