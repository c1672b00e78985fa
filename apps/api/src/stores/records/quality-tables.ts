import type { ColumnType } from 'kysely';
import type { Json } from './schema.ts';

export type QualitySeverity = 'high' | 'medium' | 'low';
export type IssueState = 'open' | 'in_progress' | 'fixed' | 'closed';

/** Rows that break a rule for one reason; they are named by their keys, never by their values. */
export type StoredFinding = { message: string; keys: string[]; rows: number };

/** A rule that people of the workspace have written. */
export interface QualityRuleTable {
  id: string;
  workspace_id: string;
  name: string;
  /** Table of the model. */
  model_table: string;
  /** Only of this source; null: of each that has the table. */
  source: string | null;
  rule: Json<Record<string, unknown>>;
  severity: QualitySeverity;
  created_by: string;
  created_at: ColumnType<Date, Date | undefined, Date>;
}

/** Shipped and own rules that the workspace does not want, with the reason. */
export interface QualityMuteTable {
  workspace_id: string;
  rule: string;
  why: string;
  muted_by: string;
  muted_at: Date;
}

/** One audit over all rules, or the re-test of one. */
export interface QualityRunTable {
  id: string;
  workspace_id: string;
  begun_by: 'schedule' | 'hand';
  state: 'passed' | 'failed';
  /** Why it failed although no rule did: nothing could be checked. */
  reason: string | null;
  started_at: Date;
  ended_at: Date;
  score: number | null;
  dimensions: Json<Record<string, number | null>>;
  rules: number;
  /** Rules that found nothing to check. */
  unchecked: number;
  failed: number;
}

/** What a rule found in one table of one source. */
export interface QualityResultTable {
  run_id: string;
  workspace_id: string;
  rule: string;
  source: string;
  model_table: string;
  source_name: string;
  name: string;
  kind: string;
  dimension: string;
  severity: QualitySeverity;
  origin: 'shipped' | 'own';
  checked: number;
  failed: number;
  score: number | null;
  state: 'passed' | 'failed' | 'unchecked' | 'error';
  weight: number;
  said: Json<string[]>;
}

/** A fault that lasts over runs, until a passing re-run of its rule. */
export interface QualityIssueTable {
  id: string;
  workspace_id: string;
  rule: string;
  source: string;
  model_table: string;
  source_name: string;
  name: string;
  dimension: string;
  severity: QualitySeverity;
  state: IssueState;
  rows: number;
  checked: number;
  /** In the currency of the workspace, millionths; null: not known. */
  money_micros: number | null;
  money_how: string;
  findings: Json<StoredFinding[]>;
  /** How many findings there were; `findings` holds the first. */
  findings_total: number;
  owner: string | null;
  note: string | null;
  opened_at: Date;
  failed_at: Date;
  /** When its rule last passed; null: never since it was opened. */
  passed_at: Date | null;
  closed_at: Date | null;
  closed_by: string | null;
  reopened: number;
}
