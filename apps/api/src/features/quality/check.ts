import type { ModelTableId } from '@openmops/domain/model';
import type { Dimension, QualityRule } from '@openmops/domain/quality';
import type { QualitySeverity, StoredFinding } from '../../stores/records/quality-tables.ts';

/** A stream whose rows stand in a table of the model. */
export type CheckedStream = { id: string; name: string; generation: number };

/** What a row says of a table, in units of a person: amounts, ISO dates, yes or no. */
export type CheckedRow = {
  stream: string;
  key: string;
  values: Record<string, string | number | boolean | null>;
};

/** One rule on one table of one source. */
export type Check = {
  /** With source and table it names the issue, over all runs. */
  rule: string;
  name: string;
  source: string;
  sourceName: string;
  /** Table of the model, or dataset of the facts. */
  table: string;
  kind: string;
  dimension: Dimension;
  severity: QualitySeverity;
  origin: 'shipped' | 'own';
  weight: number;
};

/** A check of the rows of the model. */
export type ModelCheck = Check & {
  table: ModelTableId;
  streams: readonly CheckedStream[];
  spec:
    | { kind: 'rule'; rule: QualityRule }
    /** No two rows of one stream have the key of the table. */
    | { kind: 'keyOnce' }
    /** People or companies that are likely there twice. */
    | { kind: 'duplicates'; of: 'contact' | 'account' };
  /** Only rows for which it holds. */
  where?: (row: CheckedRow) => boolean;
};

export type Outcome = {
  checked: number;
  failed: number;
  findings: StoredFinding[];
  /** In the currency of the workspace, millionths; null: not known. */
  moneyMicros: number | null;
  /** How the money was found. */
  moneyHow: string;
  /** What is to be known of the check itself. */
  said: string[];
  /** It could not be run. */
  error: string | null;
};

/** What a check came to. */
export type Result = Check & {
  outcome: Outcome;
  /** Null: nothing could be checked. */
  score: number | null;
  state: 'passed' | 'failed' | 'unchecked' | 'error';
};

/** Nothing to check is no pass. */
export function resultOf(check: Check, outcome: Outcome): Result {
  const { rule, name, source, sourceName, table, kind, dimension, severity, origin, weight } =
    check;
  const { checked, failed, error } = outcome;
  const state =
    error !== null ? 'error' : checked === 0 ? 'unchecked' : failed > 0 ? 'failed' : 'passed';
  return {
    ...{ rule, name, source, sourceName, table, kind, dimension, severity, origin, weight },
    outcome,
    score: checked === 0 || error !== null ? null : 1 - Math.min(failed, checked) / checked,
    state,
  };
}

/** A place of an issue: rule, source and table. */
export const placeOf = (of: Pick<Check, 'rule' | 'source' | 'table'>): string =>
  JSON.stringify([of.rule, of.source, of.table]);
