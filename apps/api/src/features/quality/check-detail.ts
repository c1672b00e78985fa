import { CATALOGUE } from '@openmops/domain/catalogue';
import type { Measure } from '@openmops/domain/kpi';
import { formatDay } from '@openmops/domain/shared';
import type { Coverage } from '../../stores/facts/port.ts';
import type { FactOutcome } from './fact-checks.ts';
import { Findings } from './findings.ts';
import type { AuditAt } from './open-audit.ts';
import { sourceNameOf } from './source-name.ts';

/** Less than this share is missing by rounding. */
const NEGLIGIBLE = 0.01;

/** Reports over whole periods against the days of the same account: some hide what is rare. */
export async function checkDetail(at: AuditAt): Promise<FactOutcome[]> {
  const groups = Map.groupBy(at.slices, ({ source, dataset }) => `${source}\n${dataset}`);
  const found: FactOutcome[] = [];
  for (const own of groups.values()) {
    const [first] = own;
    const isPeriod = ({ shape }: { shape: string }) => shape.endsWith('~period');
    if (!first || !own.some(isPeriod) || own.every(isPeriod)) continue;
    const { source, dataset } = first;
    const measures = CATALOGUE.measures.filter(
      (one) => one.dataset === dataset && one.additive === 'all' && one.column === one.id,
    );
    const range = [Math.min(...own.map(({ from }) => from)), Math.max(...own.map(({ to }) => to))];
    const [from = 0, to = 0] = range;
    const coverage = await at.facts.coverage(at.workspace.id, dataset, measures, from, to);
    const sums = coverage.filter((one) => one.source === source);
    found.push({
      source,
      sourceName: sourceNameOf(at, source),
      table: dataset,
      outcome: compare(sums, measures),
    });
  }
  return found;
}

function compare(coverage: readonly Coverage[], measures: readonly Measure[]) {
  const findings = new Findings();
  let [checked, failed] = [0, 0];
  const periods = Map.groupBy(
    coverage.filter(({ shape }) => shape.endsWith('~period')),
    ({ account, shape }) => `${account}\n${shape}`,
  );
  for (const own of periods.values()) {
    measures.forEach(({ name }, measure) => {
      let [detail, days] = [0n, 0n];
      for (const period of own) {
        const whole = daysOf(coverage, period, measure);
        const sum = period.sums[measure] ?? null;
        if (whole === null || sum === null) continue;
        detail += sum;
        days += whole;
      }
      if (days <= 0n) return;
      checked++;
      const share = 1 - Number(detail) / Number(days);
      if (share < NEGLIGIBLE) return;
      failed++;
      const first = Math.min(...own.map(({ day }) => day));
      const last = Math.max(...own.map(({ dayTo }) => dayTo));
      findings.add(
        `${name}: the detail of ${formatDay(first)} to ${formatDay(last)} holds ${((1 - share) * 100).toFixed(1)} % of what the days add up to.`,
        [JSON.stringify([own[0]?.shape ?? ''])],
      );
    });
  }
  return {
    ...{ checked, failed, findings: findings.list(), error: null },
    moneyMicros: null,
    moneyHow: 'Shown by the days, so no total is wrong; only its parts are missing.',
    said: findings.said(),
  };
}

/** What the fullest daily shape of the same account adds up to over a period. */
function daysOf(coverage: readonly Coverage[], period: Coverage, measure: number): bigint | null {
  const byShape = new Map<string, bigint>();
  for (const { account, shape, day, dayTo, sums } of coverage) {
    const sum = sums[measure] ?? null;
    if (sum === null || account !== period.account || shape.endsWith('~period')) continue;
    if (day < period.day || dayTo > period.dayTo) continue;
    byShape.set(shape, (byShape.get(shape) ?? 0n) + sum);
  }
  const [fullest = null] = [...byShape.values()].sort((one, other) => (one < other ? 1 : -1));
  return fullest;
}
