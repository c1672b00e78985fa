import { type Check, placeOf, type Result, resultOf } from './check.ts';
import { checkModel } from './check-model.ts';
import { runFactRules } from './fact-checks.ts';
import { modelChecks } from './model-checks.ts';
import type { AuditAt } from './open-audit.ts';
import { mutedRules, ownRules } from './quality.queries.ts';

/** A check that could not be run is no pass; the others go on. */
const broken = (error: unknown) => ({
  ...{ checked: 0, failed: 0, findings: [], moneyMicros: null, moneyHow: '', said: [] },
  error: error instanceof Error ? error.message : String(error),
});

/** Runs every rule that is not muted, or one of them on one table of one source. */
export async function runChecks(
  at: AuditAt,
  only: Pick<Check, 'rule' | 'source' | 'table'> | null = null,
): Promise<Result[]> {
  const muted = await mutedRules(at.db, at.workspace.id);
  const own = await ownRules(at.db, at.workspace.id);
  const wanted = (check: Pick<Check, 'rule' | 'source' | 'table'>) =>
    only === null ? !muted.has(check.rule) : placeOf(only) === placeOf(check);
  const checks = modelChecks(at, own).filter(wanted);
  const results: Result[] = [];
  const tables = Map.groupBy(checks, ({ source, table }) => `${source}\n${table}`);
  for (const group of tables.values()) {
    const outcomes = await checkModel(at, group).catch(broken);
    for (const check of group)
      results.push(
        resultOf(check, outcomes instanceof Map ? (outcomes.get(check) as never) : outcomes),
      );
  }
  for (const { check, outcome } of await runFactRules(at, only?.rule ?? null))
    if (wanted(check)) results.push(resultOf(check, outcome));
  return results;
}
