import type { ExperimentLook, ExperimentPlan } from '@openmops/domain/experiments';

/** Experiments, as their screens get them. */
export type ExperimentState = 'planned' | 'running' | 'ended' | 'concluded';
export type ExperimentDecision = 'adopt' | 'keep' | 'repeat';
type Remark = { code: string; message: string; hint: string | null };
type Interval = { low: number; high: number };

export type ExperimentListed = {
  id: string;
  name: string;
  variable: ExperimentPlan['variable'];
  campaign: string | null;
  state: ExperimentState;
  decision: ExperimentDecision | null;
  from: string | null;
  to: string | null;
  verdicts: string[];
  version: number;
  changedBy: string;
  changedAt: string;
};
export type ExperimentSize = {
  perArm: number;
  total: number;
  audience: { perArm: number; enough: boolean; detectable: number | null } | null;
  warnings: Remark[];
};
export type ExperimentReading = {
  asOf: string;
  addedBy: string;
  addedAt: string;
  arms: { name: string; cases: number; successes: number; share: number; interval: Interval }[];
  variants: {
    name: string;
    difference: number;
    interval: Interval;
    z: number | null;
    pValue: number | null;
    pValueCorrected: number | null;
    chanceToWin: number | null;
    relative: number | null;
    split: { status: string; chiSquare: number; pValue: number } | null;
    verdict: { code: string; conclusive: boolean; text: string };
    warnings: Remark[];
  }[];
  plannedPerArm: number;
  warnings: Remark[];
};
export type ExperimentInfo = ExperimentListed & {
  plan: ExperimentPlan;
  learning: string;
  size: ExperimentSize;
  createdBy: string;
  createdAt: string;
  looks: ExperimentReading[];
};

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };
type Seen = { id: string; version: number };
type Id = { id: string };
/** What the domain fills in may be left out. */
export type PlanDraft = Pick<
  ExperimentPlan,
  'name' | 'hypothesis' | 'variable' | 'success' | 'arms' | 'baseline' | 'effect'
> &
  Partial<ExperimentPlan>;

export type ExperimentsApi = {
  experiments: {
    list: Query<void, ExperimentListed[]>;
    get: Query<Id, ExperimentInfo>;
    size: Query<PlanDraft, ExperimentSize>;
    create: Mutation<PlanDraft, Id>;
    plan: Mutation<Seen & { plan: PlanDraft }, Id>;
    move: Mutation<Seen & { state: 'running' | 'ended' }, Id>;
    look: Mutation<Id & { look: ExperimentLook }, Id>;
    importCounts: Mutation<Id & { asOf: string; csv: string }, Id>;
    conclude: Mutation<Seen & { decision: ExperimentDecision; learning: string }, Id>;
  };
};
