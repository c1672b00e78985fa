import type { KpiAnswerRow } from '@openmops/domain/kpi';
import { periodName } from '../shared/dates.ts';
import type { TrendLine } from './lines-of.ts';

/**
 * A line in words, for those who do not see it.
 * @example summaryOf(line, buckets, String) // 'from 2 (1 Nov) to 4 (3 Nov), lowest 1 (2 Nov), highest 4 (3 Nov)'
 */
export function summaryOf(
  line: TrendLine,
  buckets: KpiAnswerRow[],
  { text, locale }: { text: (value: number) => string; locale: string | undefined },
): string {
  const points = line.values.flatMap((value, index) => {
    const bucket = buckets[index];
    return value === null || !bucket ? [] : [{ value, name: periodName(bucket, locale) }];
  });
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return 'no values';
  const lowest = points.reduce((a, b) => (b.value < a.value ? b : a));
  const highest = points.reduce((a, b) => (b.value > a.value ? b : a));
  const say = (point: typeof first) => `${text(point.value)} (${point.name})`;
  return `from ${say(first)} to ${say(last)}, lowest ${say(lowest)}, highest ${say(highest)}`;
}
