import type { KpiAnswer } from '@openmops/domain/kpi';
import type { KpiInfo, SourceInfo } from '../../api-types.ts';

/**
 * The source that makes a KPI of this answer grey: one behind it that is out of date and whose data ends
 * before the asked days do; of several the one that ends first. Null: the number is whole.
 */
export function staleFor(
  kpi: Pick<KpiInfo, 'reads'>,
  sources: readonly Pick<SourceInfo, 'id' | 'name' | 'dataset' | 'to' | 'stale' | 'staleReason'>[],
  answer: Pick<KpiAnswer, 'to' | 'sources'> | null,
): { name: string; to: string; reason: string } | null {
  const behind = new Set(answer?.sources.map(({ id }) => id));
  const datasets = new Set(kpi.reads.map(({ dataset }) => dataset));
  const late = sources
    .filter(({ id, dataset, stale }) => stale && behind.has(id) && datasets.has(dataset))
    .flatMap(({ name, to, staleReason }) =>
      to !== null && answer !== null && to < answer.to
        ? [{ name, to, reason: staleReason ?? '' }]
        : [],
    )
    .sort((a, b) => (a.to < b.to ? -1 : 1));
  return late[0] ?? null;
}
