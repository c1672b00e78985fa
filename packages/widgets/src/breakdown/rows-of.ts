import type { KpiAnswer, KpiAnswerRow } from '@openmops/domain/kpi';
import { type AnswerKpi, currentOf, previousOf } from '../shared/answer.ts';
import { type Change, changeOf } from '../shared/change.ts';

export type SortKey = 'name' | 'value' | 'change';
export type Sort = { key: SortKey; descending: boolean };

export type BreakdownRow = {
  /** Null: the dimension is not set. */
  name: string | null;
  title: string;
  row: KpiAnswerRow;
  amount: number | null;
  change: Change | null;
  /** Length of the bar, 0…1 of the largest. */
  share: number;
};

/**
 * The rows of a breakdown in the asked order; undefined values always last.
 * @example rowsOf(answer, { found, dim: 'channel', sort: { key: 'value', descending: true } })
 */
export function rowsOf(
  answer: KpiAnswer | null,
  { found, dim, sort }: { found: AnswerKpi | null; dim: string; sort: Sort },
): BreakdownRow[] {
  if (!answer || !found) return [];
  const { id, direction } = found;
  const largest = Math.max(...answer.rows.map((row) => Math.abs(currentOf(row, id) ?? 0)));
  const rows = answer.rows.map((row): BreakdownRow => {
    const amount = currentOf(row, id);
    const name = row.dims[dim] ?? null;
    const change = changeOf(amount, previousOf(row, id), direction);
    const share = Math.abs(amount ?? 0) / (largest || 1);
    return { name, title: name ?? 'Not set', row, amount, change, share };
  });
  const keyOf = { name: 'name', value: 'amount', change: 'change' } as const;
  const sortedBy = (row: BreakdownRow) => {
    const key = row[keyOf[sort.key]];
    return typeof key === 'object' ? (key?.relative ?? null) : key;
  };
  return rows.sort((a, b) => {
    const [one, two] = [sortedBy(a), sortedBy(b)];
    if (one === null || two === null) return Number(one === null) - Number(two === null);
    const less = typeof one === 'string' ? one.localeCompare(String(two)) : one - Number(two);
    return sort.descending ? -less : less;
  });
}
