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

/** `marks`: what was changed in each bucket, in words. */
export type TrendData = { buckets: KpiAnswerRow[]; lines: TrendLine[]; marks: string[] };

/**
 * Buckets in time order, and the lines over them: one per group of dimensions (the largest
 * `limit` of them), or the value with its comparison.
 * @example linesOf(answer, 'paid.clicks', 6).lines.length // 2
 */
export function linesOf(
  answer: KpiAnswer | null,
  id: string | undefined,
  limit: number,
): TrendData {
  const starts = new Map<string, KpiAnswerRow>();
  const groups = new Map<string, Map<string, KpiAnswerRow>>();
  for (const row of answer?.rows ?? []) {
    const { period: _, ...dims } = row.dims;
    const name = Object.values(dims).map((value) => value ?? 'Not set');
    const group = groups.get(name.join(' · ')) ?? new Map();
    groups.set(name.join(' · '), group.set(row.from, { ...row, dims }));
    starts.set(row.from, row);
  }
  const buckets = [...starts.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
  const marks = buckets.map(({ from, to }) =>
    (answer?.annotations ?? [])
      .map(({ day, text }) => (day < from || day > to ? '' : `; ${text}`))
      .join(''),
  );
  const lines = [...groups].map(([name, rows]): TrendLine => {
    const values = buckets.map(({ from }) => currentOf(rows.get(from), id));
    return { name, dims: rows.values().next().value?.dims ?? {}, before: false, values };
  });
  const sizeOf = ({ values }: TrendLine) =>
    values.reduce<number>((sum, value) => sum + Math.abs(value ?? 0), 0);
  if (groups.size > 1 || !answer?.previous) {
    return { buckets, marks, lines: lines.sort((a, b) => sizeOf(b) - sizeOf(a)).slice(0, limit) };
  }
  const values = buckets.map((row) => previousOf(row, id));
  return { buckets, marks, lines: [...lines, { name: '', dims: {}, before: true, values }] };
}

/** Where a line is lowest and highest. */
export function extremesOf(values: (number | null)[]): [low: number, high: number] {
  const known = values.filter((value) => value !== null);
  return [values.indexOf(Math.min(...known)), values.indexOf(Math.max(...known))];
}
