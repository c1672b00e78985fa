import { type Day, parseDay } from '@openmops/domain/shared';
import type { KpiInfo, SourceInfo } from '../../api-types.ts';

/**
 * The first day with data for a KPI, when the compared days begin before it: the change is then
 * against fewer days than it seems. Null: they are all covered, or there is nothing to compare.
 */
export function dataSince(
  kpi: Pick<KpiInfo, 'reads'>,
  sources: Pick<SourceInfo, 'dataset' | 'from' | 'to' | 'rows'>[],
  compared: { from: string; to: string } | null,
): Day | null {
  const datasets = new Set(kpi.reads.map((measure) => measure.dataset));
  const firsts = sources
    .filter((source) => source.rows > 0 && datasets.has(source.dataset))
    .flatMap((source) => parseDay(source.from ?? '') ?? []);
  const from = parseDay(compared?.from ?? '');
  if (firsts.length === 0 || from === null) return null;
  const first = Math.min(...firsts);
  return first > from ? first : null;
}
