import { formatDay } from '@openmops/domain/shared';
import { silentDays } from '../kpi/freshness.ts';
import { readKpi } from '../kpi/read-kpi.ts';
import type { FactOutcome } from './fact-checks.ts';
import { Findings } from './findings.ts';
import type { AuditAt } from './open-audit.ts';
import { sourceNameOf } from './source-name.ts';

/** Days over which the usual spend of a source is taken. */
const USUAL_DAYS = 28;

/** Sources of which nothing has come for longer than usual, by the measure of the answers. */
export async function checkFreshSources(at: AuditAt): Promise<FactOutcome[]> {
  const groups = Map.groupBy(at.slices, ({ source, dataset }) => `${source}\n${dataset}`);
  const found: FactOutcome[] = [];
  for (const own of groups.values()) {
    const newest = own.reduce((one, other) => (other.to > one.to ? other : one));
    const { source, dataset, to: lastDay } = newest;
    const wholePeriods = own.every(({ shape }) => shape.endsWith('~period'));
    const silent = silentDays({ dataset, lastDay, wholePeriods, today: at.today });
    const findings = new Findings();
    if (silent !== null)
      findings.add(
        `Silent for ${silent} days: the newest data is of ${formatDay(lastDay)}.`,
        [JSON.stringify([formatDay(lastDay)])],
        silent,
      );
    const money = silent !== null && dataset === 'ad_delivery';
    found.push({
      source,
      sourceName: sourceNameOf(at, source),
      table: dataset,
      outcome: {
        ...{ checked: 1, failed: silent === null ? 0 : 1, findings: findings.list() },
        moneyMicros: money ? await missingSpend(at, { source, lastDay, silent }) : null,
        moneyHow: money
          ? `Usual media cost of the silent days: the mean of the last ${USUAL_DAYS} days with data, times ${silent}.`
          : 'Rows of this kind carry no money.',
        ...{ said: [], error: null },
      },
    });
  }
  return found;
}

async function missingSpend(
  at: AuditAt,
  of: { source: string; lastDay: number; silent: number },
): Promise<number | null> {
  const answer = await readKpi.call(at.scope, {
    kpis: ['spend'],
    from: formatDay(of.lastDay - USUAL_DAYS + 1),
    to: formatDay(of.lastDay),
    filters: [{ dim: 'source', op: 'eq', values: [of.source] }],
  });
  const spend = answer.rows[0]?.values.spend ?? null;
  return spend === null ? null : Math.round((spend / USUAL_DAYS) * of.silent * 1_000_000);
}
