import type { ColumnType } from 'kysely';
import type { Json } from './schema.ts';

type Versioned = { version: number; changed_by: string; changed_at: Date };

export interface BudgetSettingsTable {
  workspace_id: string;
  settings: Json<unknown>;
  version: number;
  set_by: string;
  set_at: Date;
}

export interface PlanTable extends Versioned {
  id: string;
  workspace_id: string;
  name: string;
  fiscal_year: number;
  first_month: number;
  currency: string;
  total_micros: number | null;
  state: 'draft' | 'review' | 'approved' | 'locked';
  /** The scenario that counts. */
  scenario_id: string;
  revision: number;
  submitted_by: string | null;
  submitted_at: Date | null;
  locked_by: string | null;
  locked_at: Date | null;
  created_by: string;
  created_at: Date;
}

export interface ScenarioTable {
  id: string;
  workspace_id: string;
  plan_id: string;
  name: string;
  note: string;
  state: 'working' | 'open' | 'proposed' | 'promoted' | 'dropped';
  created_by: string;
  created_at: Date;
  version: number;
}

export interface BudgetLineTable extends Versioned {
  id: string;
  workspace_id: string;
  plan_id: string;
  scenario_id: string;
  key: string;
  position: number;
  name: string;
  team: string;
  cost_centre: string;
  channel: string;
  gl_account: string;
  vendor: string;
  goal_id: string | null;
  campaign_id: string | null;
  actual_from: 'invoices' | 'platform';
  note: string;
  months: Json<number[]>;
  total_micros: number;
  baseline: Json<number[]> | null;
}

export interface BudgetTargetTable {
  workspace_id: string;
  plan_id: string;
  team: string;
  quarter: number;
  amount_micros: number;
  set_by: string;
  set_at: Date;
  version: number;
}

export interface PlanApprovalTable {
  id: string;
  workspace_id: string;
  plan_id: string;
  revision_id: string | null;
  capacity: 'cmo' | 'finance';
  decision: 'approved' | 'rejected';
  comment: string;
  content_hash: string;
  by_id: string;
  at: Date;
  void_at: Date | null;
}

export interface PlanRevisionTable {
  id: string;
  workspace_id: string;
  plan_id: string;
  number: number;
  scenario_id: string;
  state: 'proposed' | 'applied' | 'rejected';
  diff: Json<unknown>;
  reason: string;
  proposed_by: string;
  proposed_at: Date;
  decided_at: Date | null;
  change_set_id: string | null;
}

export interface BudgetChangeSetTable {
  id: string;
  workspace_id: string;
  plan_id: string;
  scenario_id: string;
  kind: 'edit' | 'promotion' | 'undo';
  reason: string;
  lines: number;
  by_id: string;
  at: Date;
  undoes: string | null;
  undone_by: string | null;
}

export interface BudgetChangeTable {
  workspace_id: string;
  change_set_id: string;
  line_id: string;
  before: Json<unknown> | null;
  after: Json<unknown> | null;
}

export interface AllocationTable extends Versioned {
  workspace_id: string;
  line_id: string;
  campaign_id: string;
  how: 'amount' | 'percent' | 'rest';
  size: number;
  micros: number;
}

export interface CommitmentTable extends Versioned {
  id: string;
  workspace_id: string;
  plan_id: string | null;
  number: string;
  number_key: string;
  vendor: string;
  vendor_key: string;
  description: string;
  /** Days since 1970. */
  day: number;
  currency: string;
  amount_micros: number;
  rate: number;
  rate_day: number;
  /** In the currency of the workspace. */
  base_micros: number;
  line_id: string | null;
  campaign_id: string | null;
  state: 'asked' | 'open' | 'refused' | 'closed';
  over_micros: number;
  asked_by: string;
  asked_at: Date;
  decided_by: string | null;
  decided_at: Date | null;
  decision_reason: string;
  closed_by: string | null;
  closed_at: Date | null;
  import_id: string | null;
}

export interface ExpenseTable extends Versioned {
  id: string;
  workspace_id: string;
  kind: 'invoice' | 'credit' | 'accrual' | 'reversal' | 'adjustment';
  number: string;
  number_key: string;
  vendor: string;
  vendor_key: string;
  description: string;
  day: number;
  month: number;
  currency: string;
  amount_micros: number;
  rate: number;
  rate_day: number;
  base_micros: number;
  gl_account: string;
  cost_centre: string;
  po_number: string;
  campaign_code: string;
  state: 'matched' | 'unmatched' | 'left';
  match_reason: string;
  proposals: Json<unknown[]>;
  adjusts: string | null;
  import_id: string | null;
  entered_by: string;
  entered_at: Date;
}

export interface ExpensePartTable {
  workspace_id: string;
  expense_id: string;
  position: number;
  month: number;
  line_id: string | null;
  campaign_id: string | null;
  commitment_id: string | null;
  micros: number;
  base_micros: number;
}

export interface BudgetImportTable {
  id: string;
  workspace_id: string;
  kind: 'invoices' | 'orders';
  sha256: string;
  file: string;
  report: Json<unknown>;
  by_id: string;
  at: Date;
}

export interface BudgetMonthTable {
  workspace_id: string;
  month: number;
  closed: boolean;
  closed_by: string;
  closed_at: Date;
  history: Json<unknown[]>;
  version: number;
}

export interface BudgetMonthSpendTable {
  workspace_id: string;
  month: number;
  source: string;
  campaign: string;
  micros: number;
}

export interface SpendRuleTable {
  id: string;
  workspace_id: string;
  source: string;
  pattern: string;
  campaign_id: string;
  set_by: string;
  set_at: Date;
}

export interface WasteClosingTable {
  workspace_id: string;
  fiscal_year: number;
  finding: string;
  micros: number;
  reason: string;
  closed_by: string;
  closed_at: Date;
  /** Whether it is no longer spent so, or is meant so. */
  outcome: ColumnType<'stopped' | 'meant', 'stopped' | 'meant' | undefined, 'stopped' | 'meant'>;
}

/** The tables of plans and budgets. */
export interface BudgetDatabase {
  budget_settings: BudgetSettingsTable;
  plans: PlanTable;
  scenarios: ScenarioTable;
  budget_lines: BudgetLineTable;
  budget_targets: BudgetTargetTable;
  plan_approvals: PlanApprovalTable;
  plan_revisions: PlanRevisionTable;
  budget_change_sets: BudgetChangeSetTable;
  budget_changes: BudgetChangeTable;
  allocations: AllocationTable;
  commitments: CommitmentTable;
  expenses: ExpenseTable;
  expense_parts: ExpensePartTable;
  budget_imports: BudgetImportTable;
  budget_months: BudgetMonthTable;
  budget_month_spend: BudgetMonthSpendTable;
  spend_rules: SpendRuleTable;
  waste_closings: WasteClosingTable;
}
