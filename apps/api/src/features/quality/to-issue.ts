import type { Actor } from '../../actor.ts';
import { actorMay } from '../../actor.ts';
import type { IssueRow } from './quality.queries.ts';
import type { QualityIssue, QualityIssueDetail } from './quality.schema.ts';

const iso = (at: Date | null) => at?.toISOString() ?? null;

/** Its rule has passed since it last failed. */
export const hasPassed = ({ passed_at, failed_at }: IssueRow): boolean =>
  passed_at !== null && passed_at >= failed_at;

export function toIssue(row: IssueRow, currency: string): QualityIssue {
  return {
    id: row.id,
    rule: row.rule,
    name: row.name,
    source: row.source,
    sourceName: row.source_name,
    table: row.model_table,
    dimension: row.dimension,
    severity: row.severity,
    state: row.state,
    says: withoutAddresses(row.findings[0]?.message ?? ''),
    rows: row.rows,
    checked: row.checked,
    money: row.money_micros === null ? null : row.money_micros / 1_000_000,
    moneyHow: row.money_how,
    currency,
    owner: row.owner,
    note: row.note,
    openedAt: row.opened_at.toISOString(),
    failedAt: row.failed_at.toISOString(),
    passedAt: iso(row.passed_at),
    closedAt: iso(row.closed_at),
    reopened: row.reopened,
    mayClose: row.state !== 'closed' && hasPassed(row),
  };
}

const withoutAddresses = (text: string) =>
  text.replaceAll(/[^\s"[\],]+@[^\s"[\],]+/g, '(an address)');

/** Findings as the actor may see them: a key that is an address is personal. */
export function findingsFor(actor: Actor, row: IssueRow): QualityIssueDetail['findings'] {
  if (actorMay(actor, 'records.read')) return row.findings;
  return row.findings.map(({ message, rows, keys }) => ({
    message: withoutAddresses(message),
    rows,
    keys: keys.map(withoutAddresses),
  }));
}
