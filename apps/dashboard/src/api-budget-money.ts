import type { PlanState } from '@openmops/domain/budgets';

/** Money of plans: summary, pace, months, orders and invoices, as their screens get them. */
type Remark = { code: string; message: string; hint: string | null };

export type SummaryBy = 'team' | 'channel' | 'costCentre' | 'goal' | 'quarter';
export type SummaryRow = {
  name: string;
  label: string;
  baseline: number | null;
  forecast: number;
  actual: number;
  committed: number | null;
  variance: number;
};
export type BudgetSummaryInfo = {
  plan: string;
  name: string;
  fiscalYear: number;
  state: PlanState;
  currency: string;
  total: number;
  baseline: number | null;
  forecast: number;
  actual: number;
  actualFrom: { invoices: number; platforms: number };
  platforms: {
    reported: number;
    counted: number;
    replaced: number;
    withoutLine: number;
    unmapped: number;
  };
  unmatched: number;
  committed: number;
  planned: number;
  available: number;
  by: SummaryBy;
  rows: SummaryRow[];
  method: string;
  warnings: Remark[];
};
export type PaceBy = 'channel' | 'team' | 'costCentre' | 'goal' | 'line';
export type PaceRow = {
  name: string;
  label: string;
  planned: number;
  actual: number;
  expected: number;
  pace: number | null;
  projected: number | null;
  requiredPerDay: number | null;
  currentPerDay: number | null;
  state: string;
  status: string;
};
export type BudgetPaceInfo = {
  plan: string;
  currency: string;
  from: string;
  to: string;
  asOf: string;
  days: number;
  daysPassed: number;
  by: PaceBy;
  total: PaceRow;
  rows: PaceRow[];
};
export type MonthInfo = {
  month: string;
  closed: boolean;
  version: number;
  booked: number;
  expenses: number;
  unmatched: number;
  history: { what: 'closed' | 'reopened'; by: string; at: string; reason: string }[];
};
type Named = { id: string; code: string; name: string };
export type ReportedSpendInfo = {
  currency: string;
  reported: number;
  unmapped: number;
  rows: {
    source: string;
    /** Empty: the platform names none. */
    name: string;
    spend: number;
    campaign: Named | null;
    rule: string | null;
    reason: string;
    proposal: (Named & { reason: string }) | null;
  }[];
};
export type SpendRule = { id: string; source: string; pattern: string; campaign: string };

export type CommitmentState = 'asked' | 'open' | 'refused' | 'closed';
export type CommitmentInfo = {
  id: string;
  version: number;
  number: string;
  vendor: string;
  description: string;
  day: string;
  currency: string;
  amount: number;
  rate: number;
  converted: number;
  remaining: number;
  committed: number;
  line: string | null;
  campaign: string | null;
  state: CommitmentState;
  missing: number;
  askedBy: string | null;
  askedAt: string;
  decidedBy: string | null;
  decisionReason: string;
};
export type ExpenseState = 'matched' | 'unmatched' | 'left';
export type ExpenseProposal = {
  confidence: 'certain' | 'likely' | 'possible';
  rule: string;
  reason: string;
  parts: {
    lineId: string | null;
    campaignId: string | null;
    commitmentId: string | null;
    percent: number;
  }[];
};
export type ExpenseInfo = {
  id: string;
  version: number;
  kind: 'invoice' | 'credit' | 'accrual' | 'reversal' | 'adjustment';
  number: string;
  vendor: string;
  description: string;
  day: string;
  month: string;
  currency: string;
  amount: number;
  rate: number;
  rateDay: string;
  converted: number;
  glAccount: string;
  costCentre: string;
  poNumber: string;
  campaignCode: string;
  state: ExpenseState;
  reason: string;
  adjusts: string | null;
  parts: {
    line: string | null;
    lineName: string | null;
    campaign: string | null;
    campaignName: string | null;
    commitment: string | null;
    amount: number;
    converted: number;
  }[];
  proposals: ExpenseProposal[];
  enteredBy: string;
  enteredAt: string;
};
export type PartInput = {
  line?: string | null;
  campaign?: string | null;
  commitment?: string | null;
  percent?: number;
  amount?: number;
};
/** What becomes of a file of invoices or orders, row by row where it is not simply taken. */
export type MoneyFileReport = {
  file: string;
  rows: number;
  new: number;
  total: number;
  unchanged: boolean;
  dryRun: boolean;
  currencies?: string[];
  columns: Record<string, string>;
  unused: string[];
  outcomes: {
    line: number;
    number: string;
    vendor: string;
    amount: number;
    currency: string;
    outcome: string;
    reason: string;
  }[];
};
export type OrdersReport = MoneyFileReport & {
  known: number;
  withoutLine: number;
  overCommitted: number;
};
export type InvoicesReport = MoneyFileReport & {
  matched: number;
  unmatched: number;
  splitProposed: number;
  duplicates: number;
  numberTaken: number;
};

export type WasteKind = 'no_campaign' | 'no_goal' | 'no_link' | 'past_end';
/** Whether money is no longer spent so, or is meant to be. */
export type WasteOutcome = 'stopped' | 'meant';
export type WasteFinding = {
  id: string;
  kind: WasteKind;
  title: string;
  why: string;
  amount: number;
  owner: string | null;
  action: { text: string; path: string };
  closed: { by: string; at: string; reason: string; amount: number; outcome: WasteOutcome } | null;
};
export type WasteInfo = {
  plan: string;
  fiscalYear: number;
  currency: string;
  findings: WasteFinding[];
  open: Record<WasteKind, number>;
  notCovered: string[];
};
