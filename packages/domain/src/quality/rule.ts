import type { Issue } from '../shared/index.ts';

/** A record of any table: field → value. Empty text, null and undefined are “not there”. */
export type Row = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** The six dimensions of data quality (DAMA UK, 2013). */
export const DIMENSIONS = [
  'completeness',
  'uniqueness',
  'timeliness',
  'validity',
  'accuracy',
  'consistency',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export type ValueType =
  | 'integer'
  | 'number'
  | 'boolean'
  | 'date'
  | 'time'
  | 'email'
  | 'domain'
  | 'url'
  | 'currency'
  | 'country';
export type Comparison = '<' | '<=' | '=' | '!=' | '>=' | '>';

type Named = {
  id: string;
  /** How much it counts in the score; default 1. */
  weight?: number;
};

/** What must hold of a table. */
export type QualityRule = Named &
  (
    | { kind: 'required'; field: string }
    | { kind: 'type'; field: string; type: ValueType }
    | { kind: 'pattern'; field: string; pattern: string }
    | { kind: 'enum'; field: string; values: readonly (string | number | boolean)[] }
    | { kind: 'range'; field: string; min?: number; max?: number }
    | { kind: 'unique'; fields: readonly string[] }
    /** Near duplicates; `threshold` (0 to 1) is for names and defaults to 0.92. */
    | { kind: 'similar'; field: string; by: 'email' | 'domain' | 'name'; threshold?: number }
    /** Every value stands in the list `to` of the question. */
    | { kind: 'reference'; field: string; to: string }
    | { kind: 'compare'; left: string; is: Comparison; right: string }
    /** Status changes of an entity in time: from → what may follow. */
    | {
        kind: 'transition';
        entity: string;
        field: string;
        at: string;
        allowed: Readonly<Record<string, readonly string[]>>;
      }
    /** The newest value of a time field is at most so old. */
    | { kind: 'freshness'; field: string; maxAgeHours: number }
    /** Rows per day against the days before. */
    | { kind: 'volume'; field: string }
    /** Values against those in `baseline` of the question; a PSI from `limit` (default 0.25) fails. */
    | { kind: 'distribution'; field: string; baseline: string; limit?: number }
    /** Sums per key against those of `source` in the question. */
    | {
        kind: 'reconciliation';
        field: string;
        by: readonly string[];
        source: string;
        toleranceShare?: number;
        tolerance?: number;
      }
  );

/** What a rule found: which rows (0-based), and what is wrong with them. */
export type QualityFinding = { rows: number[]; message: string };

export type RuleResult = {
  rule: string;
  kind: QualityRule['kind'];
  dimension: Dimension;
  /** Rows, groups or days that could be checked. */
  checked: number;
  failed: number;
  /** Share that passed; null when nothing could be checked. */
  score: number | null;
  /** Something was checked, and nothing failed. */
  passed: boolean;
  findings: QualityFinding[];
  warnings: Issue[];
};

/** What a check answers to `check-quality`, which makes a result of it. */
export type Checked = {
  checked: number;
  failed: number;
  findings: QualityFinding[];
  warnings?: Issue[];
};

/** Whether a value is there. */
export const isThere = (value: Row[string]): value is string | number | boolean =>
  value !== null && value !== undefined && (typeof value !== 'string' || value.trim() !== '');

/** A warning about a field of the table. */
export function warn(
  code: string,
  message: string,
  hint: string,
  field: string | null = null,
): Issue {
  return { code, severity: 'warning', message, hint, line: null, field };
}

/** What a kind of rule speaks of. */
export const DIMENSION_OF: Readonly<Record<QualityRule['kind'], Dimension>> = {
  required: 'completeness',
  volume: 'completeness',
  unique: 'uniqueness',
  similar: 'uniqueness',
  freshness: 'timeliness',
  type: 'validity',
  pattern: 'validity',
  enum: 'validity',
  range: 'validity',
  reconciliation: 'accuracy',
  reference: 'consistency',
  compare: 'consistency',
  transition: 'consistency',
  distribution: 'consistency',
};
