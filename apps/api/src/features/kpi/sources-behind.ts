import { type KpiAnswer, type KpiPlan, matches, type Note } from '@openmops/domain/kpi';
import { formatDay } from '@openmops/domain/shared';
import { feedOf } from '../health/feed-of.ts';
import type { StaleFeeds } from '../health/stale-feeds.ts';
import type { Accepted, BrokenStream } from './kpi.queries.ts';
import type { WorkspaceSlice } from './sum-plan.ts';

/** Which sources stand behind an answer, how fresh they are, and when the last of them arrived. */
export function sourcesBehind(input: {
  plan: KpiPlan;
  slices: WorkspaceSlice[];
  imports: Accepted[];
  broken: BrokenStream[];
  stale: StaleFeeds;
}): Pick<KpiAnswer, 'asOf' | 'sources'> {
  const { plan, slices, imports, broken, stale } = input;
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
    const upTo = own.reduce((day, one) => Math.max(day, one.to), own[0]?.to ?? 0);
    const reason = own.map((one) => stale.get(feedOf(id, one.dataset))).find(Boolean) ?? null;
    const aside = broken.find(
      (one) => one.source === id && one.datasets.some((set) => datasets.has(set as never)),
    );
    return {
      id,
      name: arrived.at(-1)?.name ?? id,
      lastImport: newest === undefined ? null : new Date(newest).toISOString(),
      upTo: formatDay(upTo),
      stale: reason !== null || aside !== undefined,
      staleReason: reason ?? aside?.reason ?? null,
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

/** Says of sources whose newest days are missing that a range which asks for them is not whole. */
export function staleNotes(of: {
  plan: KpiPlan;
  slices: readonly WorkspaceSlice[];
  stale: StaleFeeds;
}): Note[] {
  const { plan, slices, stale } = of;
  const last = plan.buckets.at(-1)?.to ?? 0;
  return plan.asked.flatMap(({ name, measures }) => {
    const datasets = new Set(measures.map(({ dataset }) => dataset));
    const behind = slices.filter(
      ({ source, dataset, to }) =>
        datasets.has(dataset) &&
        to < last &&
        plan.query.filters.every((filter) => namesSource(filter, source)),
    );
    const reasons = behind.flatMap((one) => stale.get(feedOf(one.source, one.dataset)) ?? []);
    return [...new Set(reasons)].map((message) => ({
      code: 'source_stale',
      message,
      hint: 'Its newest days are missing here; see Sources.',
      kpi: name,
    }));
  });
}

function aside({ name, rows }: BrokenStream): string {
  if (rows === 0) return `${name} could not be mapped.`;
  const records = rows === 1 ? '1 record' : `${rows.toLocaleString('en')} records`;
  return `${records} of ${name} ${rows === 1 ? 'stands' : 'stand'} aside.`;
}
