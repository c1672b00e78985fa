import type {
  DecisionChange,
  DecisionChoice,
  DecisionInput,
  DecisionOption,
  DecisionOutcome,
  DecisionState,
  DecisionWaits,
  EvidenceInput,
  Outcome,
} from '@openmops/domain/decisions';
import type { Direction, Filter, Unit } from '@openmops/domain/kpi';
import type {
  MaturityArea,
  RiskLevel,
  StrategyChange,
  StrategyGap,
  StrategyInput,
} from '@openmops/domain/strategy';

/** Strategies, maturity and decisions, as their screens get them. */
type Remark = { code: string; message: string; hint: string | null };
type Covered = { all: number; linked: number; share: number | null };
type Named = { id: string; name: string };

type StrategyHead = {
  id: string;
  fiscalYear: number;
  label: string;
  team: string;
  region: string;
  owner: string | null;
  ownerName: string | null;
  reviewOn: string | null;
  reviewDue: boolean;
  version: number;
  changedBy: string;
  changedAt: string;
};
export type StrategyListed = StrategyHead & { goals: Covered; tactics: Covered; gaps: number };
export type TacticInfo = Named & {
  goal: string | null;
  goalName: string | null;
  channel: string | null;
  channelName: string | null;
  campaigns: (Named & { code: string; state: string; gone: boolean })[];
  note: string;
};
export type RiskInfo = {
  name: string;
  likelihood: number;
  impact: number;
  owner: string | null;
  ownerName: string | null;
  answer: string;
  score: number;
  level: RiskLevel;
};
type StrategyWords = {
  situation: string;
  audience: string;
  goals: (Named & { objective: string; kpi: string; archived: boolean; gone: boolean })[];
  tactics: TacticInfo[];
  channels: { channel: string; name: string; role: string }[];
  metrics: { kpi: string; name: string }[];
  risks: RiskInfo[];
};
export type StrategyMoney = {
  plan: string;
  name: string;
  state: string;
  currency: string;
  of: 'year' | 'team';
  total: number | null;
  baseline: number | null;
  forecast: number;
  actual: number;
  committed: number | null;
  note: string | null;
};
export type StrategyInfo = StrategyHead &
  StrategyWords & {
    gaps: StrategyGap[];
    coverage: { goals: Covered; tactics: Covered };
    warnings: Remark[];
    budget: StrategyMoney | null;
  };
export type StrategyVersion = StrategyWords & {
  version: number;
  by: string;
  at: string;
  reason: string;
  changed: string[];
  owner: string | null;
  reviewOn: string | null;
};

export type MaturityCheckInfo = {
  id: string;
  by: string;
  at: string;
  note: string;
  questionnaire: number;
  answers: { question: string; level: number; note: string }[];
  score: {
    areas: {
      area: MaturityArea;
      name: string;
      score: number | null;
      level: number | null;
      levelName: string | null;
      answered: number;
      asked: number;
    }[];
    score: number | null;
    levelName: string | null;
    weakest: MaturityArea[];
    warnings: Remark[];
  };
};
export type MaturityInfo = {
  questionnaire: {
    version: number;
    levels: string[];
    areas: { area: MaturityArea; name: string }[];
    questions: { id: string; area: MaturityArea; question: string; levels: string[] }[];
  };
  checks: MaturityCheckInfo[];
};
export type FrictionInfo = {
  id: string;
  area: MaturityArea;
  label: string;
  count: number | null;
  of: number | null;
  says: string;
  link: string;
  from: string;
};

export type DecisionListed = {
  id: string;
  question: string;
  state: DecisionState;
  waits: DecisionWaits;
  owner: string | null;
  ownerName: string | null;
  decideBy: string | null;
  reviewOn: string | null;
  choice: string | null;
  decidedOn: string | null;
  verdict: Outcome | null;
  stake: number | null;
  currency: string;
  evidence: number;
  version: number;
  changedBy: string;
  changedAt: string;
};
export type EvidenceInfo = {
  id: string;
  kpi: string;
  name: string;
  unit: Unit | null;
  direction: Direction;
  filters: Filter[];
  from: string;
  to: string;
  value: number | null;
  currency: string;
  definition: string;
  asOf: string | null;
  note: string;
  addedBy: string;
  addedAt: string;
  now: {
    value: number | null;
    currency: string;
    definition: string;
    asOf: string | null;
    moved: boolean;
    difference: number | null;
    relative: number | null;
    redefined: boolean;
  } | null;
  why: string | null;
};
export type DecisionInfo = Omit<DecisionListed, 'evidence'> & {
  background: string;
  options: DecisionOption[];
  rationale: string;
  outcome: string;
  createdBy: string;
  createdAt: string;
  evidence: EvidenceInfo[];
};
type Days = { from: string; to: string };
export type EffectKpi = {
  kpi: string;
  name: string;
  unit: Unit;
  direction: Direction;
  currency: string;
  filters: Filter[];
  before: number | null;
  after: number | null;
  difference: number | null;
  relative: number | null;
  days: { day: string; value: number | null }[];
  notes: string[];
};
export type EffectInfo = {
  decidedOn: string;
  windows: { before: Days; after: Days; days: number } | null;
  kpis: EffectKpi[];
  warnings: Remark[];
};

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };
type Id = { id: string };
type Kept = { id: string; version: number };
type Removal = { id: string; version: number; reason: string };

export type StrategyApi = {
  strategy: {
    list: Query<void, StrategyListed[]>;
    get: Query<Id, StrategyInfo>;
    versions: Query<Id, StrategyVersion[]>;
    create: Mutation<StrategyInput, Kept>;
    update: Mutation<StrategyChange, Kept>;
    remove: Mutation<Removal, Id>;
  };
  maturity: {
    read: Query<void, MaturityInfo>;
    friction: Query<void, FrictionInfo[]>;
    save: Mutation<
      {
        questionnaire: number;
        answers: { question: string; level: number; note?: string }[];
        note?: string;
      },
      MaturityCheckInfo
    >;
  };
  decisions: {
    list: Query<void, DecisionListed[]>;
    get: Query<Id, DecisionInfo>;
    effect: Query<Id, EffectInfo>;
    create: Mutation<DecisionInput, Kept>;
    update: Mutation<DecisionChange, Kept>;
    attach: Mutation<EvidenceInput, { id: string; value: number | null }>;
    detach: Mutation<Id, Id>;
    decide: Mutation<DecisionChoice, Kept>;
    review: Mutation<DecisionOutcome, Kept>;
    remove: Mutation<Removal, Id>;
  };
};
