import type { Dimension } from '@openmops/domain/quality';
import type { QualitySeverity } from '../../stores/records/quality-tables.ts';
import type { Check, Outcome } from './check.ts';
import { checkDetail } from './check-detail.ts';
import { checkFileTotals } from './check-file-totals.ts';
import { checkFreshSources } from './check-fresh-sources.ts';
import { checkOrphans, checkUnassigned } from './check-orphans.ts';
import { checkSetAside } from './check-set-aside.ts';
import type { AuditAt } from './open-audit.ts';

/** What a rule on facts found for a source. */
export type FactOutcome = {
  source: string;
  sourceName: string;
  table: string;
  outcome: Outcome;
};

type FactRule = {
  rule: string;
  name: string;
  kind: string;
  dimension: Dimension;
  severity: QualitySeverity;
  run(at: AuditAt): Promise<FactOutcome[]>;
};

/** Rules on what stands in the facts and on how it came, whatever brought it. */
export const FACT_RULES: readonly FactRule[] = [
  {
    rule: 'spend_has_campaign',
    name: 'Media cost belongs to a campaign',
    kind: 'required',
    dimension: 'completeness',
    severity: 'high',
    run: checkOrphans,
  },
  {
    rule: 'visits_have_channel',
    name: 'Visits belong to a channel by their tags',
    kind: 'enum',
    dimension: 'validity',
    severity: 'medium',
    run: checkUnassigned,
  },
  {
    rule: 'source_is_fresh',
    name: 'Data arrives as often as usual',
    kind: 'freshness',
    dimension: 'timeliness',
    severity: 'high',
    run: checkFreshSources,
  },
  {
    rule: 'records_fit',
    name: 'Records fit the contract of their stream',
    kind: 'contract',
    dimension: 'validity',
    severity: 'high',
    run: checkSetAside,
  },
  {
    rule: 'file_totals',
    name: 'Imported rows add up to the totals of their files',
    kind: 'reconciliation',
    dimension: 'accuracy',
    severity: 'high',
    run: checkFileTotals,
  },
  {
    rule: 'detail_adds_up',
    name: 'Detail of whole periods adds up to the days',
    kind: 'reconciliation',
    dimension: 'accuracy',
    severity: 'low',
    run: checkDetail,
  },
];

export async function runFactRules(
  at: AuditAt,
  only: string | null,
): Promise<{ check: Check; outcome: Outcome }[]> {
  const done: { check: Check; outcome: Outcome }[] = [];
  for (const { run, ...rule } of FACT_RULES) {
    if (only !== null && rule.rule !== only) continue;
    for (const { outcome, ...place } of await run(at))
      done.push({ check: { ...rule, ...place, origin: 'shipped', weight: 1 }, outcome });
  }
  return done;
}
