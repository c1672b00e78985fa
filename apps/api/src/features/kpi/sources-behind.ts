import { type KpiAnswer, type KpiPlan, matches, type Note } from '@openmops/domain/kpi';
import { silentDays } from './freshness.ts';
import type { Accepted, BrokenStream } from './kpi.queries.ts';
import type { WorkspaceSlice } from './sum-plan.ts';

/** Which sources stand behind an answer, how fresh they are, and when the last of them arrived. */
export function sourcesBehind(input: {
  plan: KpiPlan;
  slices: WorkspaceSlice[];
  imports: Accepted[];
  broken: BrokenStream[];
  today: number;
}): Pick<KpiAnswer, 'asOf' | 'sources'> {
  const { plan, slices, imports, broken, today } = input;
  const first = plan.buckets[0]?.from ?? 0;
  const last = plan.buckets.at(-1)?.to ?? 0;
  const datasets = new Set(plan.current.map((one) => one.dataset));
  const behind = slices.filter(
    (slice) =>
      datasets.has(slice.dataset) &&
      slice.from <= last &&
      slice.to >= first &&
      plan.query.filters.every((filter) => namesSource(filter, slice.source)),
  );
  const sources = [...Map.groupBy(behind, (slice) => slice.source)].map(([id, own]) => {
    const arrived = imports.filter(
      (one) => one.source === id && datasets.has(one.dataset as never),
    );
    const newest = arrived.map((one) => one.at.getTime()).sort((a, b) => b - a)[0];
    const newestSlice = own.reduce((one, other) => (other.to > one.to ? other : one));
    const silent = silentDays({
      dataset: newestSlice.dataset,
      lastDay: newestSlice.to,
      wholePeriods: own.every((slice) => slice.shape.endsWith('~period')),
      today,
    });
    return {
      id,
      name: arrived.at(-1)?.name ?? id,
      lastImport: newest === undefined ? null : new Date(newest).toISOString(),
      stale:
        silent !== null ||
        broken.some(
          (one) => one.source === id && one.datasets.some((set) => datasets.has(set as never)),
        ),
    };
  });
  const asOf = sources
    .map((one) => one.lastImport)
    .filter((at) => at !== null)
    .sort()
    .at(-1);
  return { asOf: asOf ?? null, sources: sources.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function namesSource(filter: KpiPlan['query']['filters'][number], source: string): boolean {
  return filter.dim !== 'source' || matches(filter, source);
}

/** Says of streams behind the asked KPIs that not all of their records count. */
export function brokenNotes(plan: KpiPlan, broken: readonly BrokenStream[]): Note[] {
  return plan.asked.flatMap(({ name, kpi, measures }) =>
    broken
      .filter(({ source }) => plan.query.filters.every((filter) => namesSource(filter, source)))
      .filter(({ datasets }) => measures.some(({ dataset }) => datasets.includes(dataset)))
      .map((one) => ({
        code: 'source_broken',
        message: `${kpi.name} is stale: ${aside(one)} ${one.reason}`,
        hint: one.hint,
        kpi: name,
      })),
  );
}

function aside({ name, rows }: BrokenStream): string {
  if (rows === 0) return `${name} could not be mapped.`;
  const records = rows === 1 ? '1 record' : `${rows.toLocaleString('en')} records`;
  return `${records} of ${name} ${rows === 1 ? 'stands' : 'stand'} aside.`;
}
