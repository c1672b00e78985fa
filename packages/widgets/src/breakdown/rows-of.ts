import type { KpiAnswer, KpiAnswerRow } from '@openmops/domain/kpi';
import { currentOf, previousOf } from '../shared/answer.ts';
import { type Change, changeOf } from '../shared/change.ts';

export type SortKey = 'name' | 'value' | 'change';
export type Sort = { key: SortKey; descending: boolean };

export type BreakdownRow = {
  /** Null: the dimension is not set. */
  name: string | null;
  row: KpiAnswerRow;
  value: number | null;
  change: Change | null;
  /** Length of the bar, 0…1 of the largest. */
  share: number;
};

/**
 * The rows of a breakdown in the asked order; undefined values always last.
 * @example rowsOf(answer, { id: 'paid.clicks', direction: 'up', dim: 'channel' }, { key: 'value', descending: true })
 */
export function rowsOf(
  answer: KpiAnswer,
  { id, direction, dim }: { id: string; direction: Parameters<typeof changeOf>[2]; dim: string },
  sort: Sort,
): BreakdownRow[] {
  const values = answer.rows.map((row) => Math.abs(currentOf(row, id) ?? 0));
  const largest = Math.max(...values, 0);
  const rows = answer.rows.map((row): BreakdownRow => {
    const value = currentOf(row, id);
    return {
      name: row.dims[dim] ?? null,
      row,
      value,
      change: changeOf(value, previousOf(row, id), direction),
      share: largest === 0 ? 0 : Math.abs(value ?? 0) / largest,
    };
  });
  const keyOf = (row: BreakdownRow) =>
    sort.key === 'name'
      ? row.name
      : sort.key === 'value'
        ? row.value
        : (row.change?.relative ?? null);
  const order = (a: BreakdownRow, b: BreakdownRow) => {
    const [one, two] = [keyOf(a), keyOf(b)];
    if (one === null || two === null) return Number(one === null) - Number(two === null);
    const less = typeof one === 'string' ? one.localeCompare(String(two)) : one - Number(two);
    return sort.descending ? -less : less;
  };
  return rows.sort(order);
}
