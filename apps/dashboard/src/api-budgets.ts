import type { ActualFrom, BudgetRules, Capacity, PlanState } from '@openmops/domain/budgets';
import type {
  BudgetPaceInfo,
  BudgetSummaryInfo,
  CommitmentInfo,
  CommitmentState,
  ExpenseInfo,
  ExpenseState,
  MonthInfo,
  PaceBy,
  PartInput,
  ReportedSpendInfo,
  SpendRule,
  SummaryBy,
  WasteInfo,
  WasteOutcome,
} from './api-budget-money.ts';

/** Plans, their lines and their money, as their screens get them. */
type Remark = { code: string; message: string; hint: string | null };
type Severity = 'error' | 'warning' | 'info';

export type PlanListed = {
  id: string;
  name: string;
  fiscalYear: number;
  state: PlanState;
  currency: string;
  total: number | null;
  scenarios: number;
  version: number;
};
export type ScenarioInfo = {
  id: string;
  name: string;
  note: string;
  state: 'working' | 'open' | 'proposed' | 'promoted' | 'dropped';
  counts: boolean;
  createdBy: string | null;
  createdAt: string;
};
export type PlanCell = {
  team: string;
  quarter: number;
  target: number;
  planned: number;
  over: number;
};
export type PlanInfo = {
  id: string;
  version: number;
  name: string;
  fiscalYear: number;
  state: PlanState;
  currency: string;
  total: number | null;
  months: string[];
  quarters: { quarter: number; from: string; label: string }[];
  scenario: string;
  scenarios: ScenarioInfo[];
  targets: { team: string; quarter: number; amount: number }[];
  submittedBy: string | null;
  submittedAt: string | null;
  lockedBy: string | null;
  lockedAt: string | null;
  approvals: {
    capacity: Capacity;
    decision: 'approved' | 'rejected';
    comment: string;
    by: string | null;
    at: string;
    void: boolean;
  }[];
  check: {
    ready: boolean;
    over: number | null;
    findings: (Remark & { severity: Severity })[];
    cells: PlanCell[];
  };
};

/** The words of a line. */
export type LineWords = {
  name: string;
  team: string;
  costCentre: string;
  channel: string;
  glAccount: string;
  vendor: string;
  goalId: string | null;
  campaignId: string | null;
  actualFrom: ActualFrom;
  note: string;
};
export type Line = LineWords & {
  id: string;
  version: number;
  key: string;
  position: number;
  months: number[];
  total: number;
  baseline: number[] | null;
};
export type Allocation = {
  campaignId: string;
  how: 'amount' | 'percent' | 'rest';
  size: number;
  amount: number;
};
export type PlanLine = Line & {
  invoiced: number[] | null;
  platform: number[] | null;
  committed: number;
  remaining: number | null;
  allocations: Allocation[];
};
export type LineEditInput = {
  id: string;
  version: number;
  set?: Partial<LineWords>;
  months?: Record<string, number>;
};
export type NewLineInput = Partial<LineWords> & { name: string; months?: number[] };
export type LinesChanged = { changeSet: string; lines: Line[]; removed: string[] };

export type PlanChange = {
  id: string;
  kind: 'edit' | 'promotion' | 'undo';
  scenario: string;
  reason: string;
  lines: number;
  by: string;
  at: string;
  undone: boolean;
  changes: {
    line: string;
    name: string;
    /** Added, removed or changed. */
    kind: string;
    total: number;
    cells: { cell: string; label: string; was: string | null; now: string | null }[];
  }[];
};
export type PlanDiffInfo = {
  added: number;
  removed: number;
  changed: number;
  before: number;
  after: number;
  delta: number;
  moved: number;
  lines: {
    key: string;
    name: string;
    kind: 'added' | 'removed' | 'changed';
    before: number;
    after: number;
    delta: number;
    months: { month: number; before: number; after: number }[];
    fields: { field: string; before: string | null; after: string | null }[];
  }[];
};
export type RevisionInfo = {
  id: string;
  number: number;
  scenario: string;
  state: 'proposed' | 'applied' | 'rejected';
  reason: string;
  diff: PlanDiffInfo;
  proposedBy: string;
  proposedAt: string;
  decidedAt: string | null;
  approvals: {
    capacity: Capacity;
    decision: 'approved' | 'rejected';
    by: string;
    comment: string;
  }[];
};

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };
type Seen = { id: string; version: number };
type Year = { id?: string; fiscalYear?: number };
type StepDone = Seen & { state: PlanState };

export type BudgetsApi = {
  plans: {
    list: Query<void, PlanListed[]>;
    get: Query<Year, PlanInfo>;
    lines: Query<{ id: string; scenario?: string }, { lines: PlanLine[] }>;
    changes: Query<{ id: string; line?: string; limit?: number }, PlanChange[]>;
    compare: Query<{ id: string; before?: string; after: string }, PlanDiffInfo>;
    revisions: Query<{ id: string }, RevisionInfo[]>;
    create: Mutation<
      { fiscalYear: number; name?: string; total?: number | null },
      Seen & { scenario: string }
    >;
    setTotal: Mutation<Seen & { total: number | null; reason?: string }, Seen>;
    setTargets: Mutation<
      Seen & { targets: { team: string; quarter: number; amount: number }[] },
      Seen
    >;
    change: Mutation<
      {
        id: string;
        scenario?: string;
        add?: NewLineInput[];
        edit?: LineEditInput[];
        remove?: Seen[];
        reason?: string;
      },
      LinesChanged
    >;
    undo: Mutation<{ changeSet: string; reason?: string }, LinesChanged>;
    allocate: Mutation<
      {
        line: string;
        version: number;
        to: { campaignId: string; amount?: number; percent?: number }[];
      },
      { line: string; version: number; left: number; allocations: Allocation[] }
    >;
    addScenario: Mutation<
      { id: string; of?: string; name: string; note?: string; factor?: number },
      { id: string; lines: number }
    >;
    dropScenario: Mutation<{ id: string; scenario: string; reason?: string }, { id: string }>;
    promote: Mutation<
      Seen & { scenario: string; reason: string },
      { id: string; number: number; state: string; version: number }
    >;
    decideRevision: Mutation<
      {
        revision: string;
        decision: 'approved' | 'rejected';
        as?: Capacity;
        comment?: string;
      },
      { id: string; state: string }
    >;
    submit: Mutation<Seen & { comment?: string }, StepDone>;
    approve: Mutation<Seen & { comment?: string; as?: Capacity }, StepDone>;
    reject: Mutation<Seen & { comment: string }, StepDone>;
    withdraw: Mutation<Seen & { comment?: string }, StepDone>;
    lock: Mutation<Seen & { comment?: string }, StepDone>;
  };
  budgets: {
    summary: Query<Year & { by?: SummaryBy }, BudgetSummaryInfo>;
    pace: Query<Year & { by?: PaceBy; from?: string; to?: string; asOf?: string }, BudgetPaceInfo>;
    months: Query<Year, MonthInfo[]>;
    spend: Query<Year & { unmapped?: boolean }, ReportedSpendInfo>;
    waste: Query<Year, WasteInfo>;
    closeWaste: Mutation<
      { plan: string; finding: string; reason: string; outcome: WasteOutcome },
      { finding: string }
    >;
    reopenWaste: Mutation<{ plan: string; finding: string }, { finding: string }>;
    spendRules: Query<void, SpendRule[]>;
    rules: Query<void, { rules: BudgetRules; version: number; alone: boolean }>;
    setRules: Mutation<
      { version: number; rules: BudgetRules; reason: string },
      { rules: BudgetRules; version: number }
    >;
    closeMonth: Mutation<
      {
        month: string;
        version: number;
        accruals?: { commitment: string; amount: number; reason?: string }[];
        reason?: string;
      },
      { month: string; version: number }
    >;
    reopenMonth: Mutation<
      { month: string; version: number; reason: string },
      { month: string; version: number }
    >;
    addSpendRule: Mutation<{ source?: string; pattern: string; campaign: string }, { id: string }>;
    removeSpendRule: Mutation<{ id: string }, { id: string }>;
  };
  commitments: {
    list: Query<{ plan?: string; state?: CommitmentState; limit?: number }, CommitmentInfo[]>;
    create: Mutation<
      {
        number: string;
        vendor: string;
        description?: string;
        day: string;
        amount: number;
        currency?: string;
        line?: string | null;
        campaign?: string | null;
        ask?: boolean;
        reason?: string;
      },
      Seen & { state: CommitmentState; missing: number; warnings: string[] }
    >;
    decide: Mutation<Seen & { accept: boolean; reason: string }, Seen & { state: CommitmentState }>;
    close: Mutation<Seen & { reason: string }, Seen & { freed: number }>;
  };
  expenses: {
    create: Mutation<
      {
        number: string;
        vendor: string;
        description?: string;
        day: string;
        amount: number;
        currency?: string;
        glAccount?: string;
        costCentre?: string;
        poNumber?: string;
        campaignCode?: string;
      },
      ExpenseInfo
    >;
    list: Query<
      {
        state?: ExpenseState;
        month?: string;
        line?: string;
        campaign?: string;
        vendor?: string;
        limit?: number;
        offset?: number;
      },
      { expenses: ExpenseInfo[]; all: number }
    >;
    match: Mutation<Seen & { parts: PartInput[]; reason?: string }, ExpenseInfo>;
    leave: Mutation<Seen & { reason: string }, ExpenseInfo>;
    update: Mutation<
      Seen & {
        description?: string;
        glAccount?: string;
        costCentre?: string;
        day?: string;
        amount?: number;
        reason: string;
      },
      ExpenseInfo
    >;
    adjust: Mutation<{ id: string; amount: number; reason: string }, ExpenseInfo>;
  };
};
