import type { KpiAnswer, KpiAnswerRow } from '@openmops/domain/kpi';
import { currentOf, previousOf } from '../shared/answer.ts';

/** One line of a trend: a value per bucket, null where it is undefined. */
export type TrendLine = {
  name: string;
  dims: Record<string, string | null>;
  /** The period before, drawn dashed. */
  before: boolean;
  values: (number | null)[];
};

export type TrendData = { buckets: KpiAnswerRow[]; lines: TrendLine[] };

const nameOf = (dims: Record<string, string | null>) =>
  Object.entries(dims)
    .filter(([dim]) => dim !== 'period')
    .map(([, value]) => value ?? 'Not set')
    .join(' · ');

/**
 * Buckets in time order, and the lines over them: one per group of dimensions (the largest
 * `limit` of them), or the value with its comparison.
 * @example linesOf(answer, 'paid.clicks', 6).lines.length // 2
 */
export function linesOf(answer: KpiAnswer, id: string, limit: number): TrendData {
  const byStart = new Map<string, KpiAnswerRow>();
  const groups = new Map<string, Map<string, KpiAnswerRow>>();
  for (const row of answer.rows) {
    byStart.set(row.from, row);
    const name = nameOf(row.dims);
    const group = groups.get(name) ?? new Map();
    group.set(row.from, row);
    groups.set(name, group);
  }
  const buckets = [...byStart.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
  const sizeOf = (group: Map<string, KpiAnswerRow>) =>
    [...group.values()].reduce((sum, row) => sum + Math.abs(currentOf(row, id) ?? 0), 0);
  const largest = [...groups].sort((a, b) => sizeOf(b[1]) - sizeOf(a[1])).slice(0, limit);
  const lines: TrendLine[] = [];
  for (const [name, group] of largest) {
    const rows = buckets.map((bucket) => group.get(bucket.from));
    const dims = { ...rows.find((row) => row)?.dims };
    delete dims.period;
    lines.push({ name, dims, before: false, values: rows.map((row) => currentOf(row, id)) });
    if (groups.size > 1 || !answer.previous) continue;
    lines.push({ name: '', dims, before: true, values: rows.map((row) => previousOf(row, id)) });
  }
  return { buckets, lines };
}
