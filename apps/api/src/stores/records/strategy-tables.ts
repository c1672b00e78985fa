import type { Filter } from '@openmops/domain/kpi';
import type { Json } from './schema.ts';

interface Changed {
  version: number;
  created_by: string;
  created_at: Date;
  changed_by: string;
  changed_at: Date;
}

/** Days are numbers since 1970. */
export interface StrategyTable extends Changed {
  id: string;
  workspace_id: string;
  fiscal_year: number;
  /** Empty: of everybody, of everywhere. */
  team: string;
  region: string;
  /** Of the domain: StrategyBody. */
  body: Json<unknown>;
  owner: string | null;
  review_on: number | null;
}

export interface StrategyVersionTable {
  workspace_id: string;
  strategy_id: string;
  version: number;
  body: Json<unknown>;
  owner: string | null;
  review_on: number | null;
  reason: string;
  by: string;
  at: Date;
}

/** Answers of the domain: MaturityAnswer[]. */
export interface MaturityCheckTable {
  id: string;
  workspace_id: string;
  questionnaire: number;
  answers: Json<unknown>;
  note: string;
  by: string;
  at: Date;
}

export interface DecisionTable extends Changed {
  id: string;
  workspace_id: string;
  question: string;
  background: string;
  /** Of the domain: DecisionOption[]. */
  options: Json<unknown>;
  currency: string;
  state: 'open' | 'decided' | 'reviewed';
  owner: string | null;
  decide_by: number | null;
  review_on: number | null;
  choice: string | null;
  rationale: string;
  decided_on: number | null;
  verdict: 'better' | 'as_expected' | 'worse' | 'cannot_tell' | null;
  outcome: string;
}

export interface DecisionEvidenceTable {
  id: string;
  workspace_id: string;
  decision_id: string;
  kpi: string;
  filters: Json<Filter[]>;
  day_from: number;
  day_to: number;
  value: number | null;
  currency: string;
  definition: string;
  as_of: string | null;
  note: string;
  added_by: string;
  added_at: Date;
}

export interface StrategyDatabase {
  strategies: StrategyTable;
  strategy_versions: StrategyVersionTable;
  maturity_checks: MaturityCheckTable;
  decisions: DecisionTable;
  decision_evidence: DecisionEvidenceTable;
}
