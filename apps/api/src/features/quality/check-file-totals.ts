import { CATALOGUE } from '@openmops/domain/catalogue';
import { findMeasure } from '@openmops/domain/kpi';
import type { FactOutcome } from './fact-checks.ts';
import { Findings } from './findings.ts';
import { MoneySum } from './money-behind.ts';
import type { AuditAt } from './open-audit.ts';
import { importReports } from './quality.queries.ts';

/** Imports against the totals that their files print. */
export async function checkFileTotals(at: AuditAt): Promise<FactOutcome[]> {
  const reports = (await importReports(at.db, at.workspace.id)).filter(
    ({ reconciled }) => reconciled.length > 0,
  );
  const groups = Map.groupBy(reports, ({ source, dataset }) => `${source}\n${dataset}`);
  return [...groups.values()].flatMap((own): FactOutcome[] => {
    const [first] = own;
    if (!first) return [];
    const findings = new Findings();
    const money = new MoneySum(at);
    let [checked, failed] = [0, 0];
    for (const { file, currency, reconciled, batch } of own) {
      for (const { measure, difference, imported, file: printed, label } of reconciled) {
        checked++;
        if (difference === 0) continue;
        failed++;
        if (isMoney(measure)) money.add(difference, currency);
        findings.add(
          `${file}: ${measure} adds up to ${imported}, the file says ${printed} (${label}).`,
          [JSON.stringify([batch])],
        );
      }
    }
    const outcome = { checked, failed, findings: findings.list(), said: findings.said() };
    const told = money.told('Differences between rows and printed totals');
    const { source, sourceName, dataset } = first;
    return [{ source, sourceName, table: dataset, outcome: { ...outcome, ...told, error: null } }];
  });
}

function isMoney(measure: string): boolean {
  try {
    return findMeasure(CATALOGUE, measure).unit.kind === 'money';
  } catch {
    return false;
  }
}
