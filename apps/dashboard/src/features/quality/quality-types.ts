export type Severity = 'high' | 'medium' | 'low';
export type IssueState = 'open' | 'in_progress' | 'fixed' | 'closed';
export type QualityRun = {
  id: string;
  begunBy: 'schedule' | 'hand';
  state: 'passed' | 'failed';
  reason: string | null;
  endedAt: string;
  score: number | null;
  dimensions: Record<string, number | null>;
  rules: number;
  unchecked: number;
  failed: number;
};
export type QualityTable = {
  source: string;
  sourceName: string;
  table: string;
  score: number | null;
  rules: number;
  failed: number;
};
export type QualityOverview = {
  run: QualityRun | null;
  trend: QualityRun[];
  tables: QualityTable[];
  openIssues: number;
};
export type QualityRule = {
  rule: string;
  name: string;
  source: string;
  sourceName: string;
  table: string;
  severity: Severity;
  origin: 'shipped' | 'own';
  checked: number;
  failed: number;
  score: number | null;
  state: 'passed' | 'failed' | 'unchecked' | 'error' | 'muted';
  said: string[];
  why: string | null;
};
export type QualityIssue = {
  id: string;
  rule: string;
  name: string;
  source: string;
  sourceName: string;
  table: string;
  dimension: string;
  severity: Severity;
  state: IssueState;
  rows: number;
  checked: number;
  money: number | null;
  moneyHow: string;
  currency: string;
  owner: string | null;
  note: string | null;
  openedAt: string;
  failedAt: string;
  passedAt: string | null;
  closedAt: string | null;
  reopened: number;
  mayClose: boolean;
};
export type QualityIssueDetail = QualityIssue & {
  findings: { message: string; rows: number; keys: string[] }[];
  rowsNamed: number;
  streams: { id: string; source: string; name: string }[];
};
export type Retested = {
  issue: QualityIssue;
  outcome: 'passed' | 'failed' | 'unchecked' | 'error';
  checked: number;
  failed: number;
  said: string[];
};
