import type { Day } from '../../shared/index.ts';
import type { FactRow } from '../../sources/index.ts';
import type { DemoBatch } from '../batch.ts';
import { printCount, printMoney, printWhole } from './print-table.ts';

/** The rows of a batch from a day on, with their cells by name. */
export type ExportView = {
  from: Day;
  to: Day;
  rows: FactRow[];
  /** Text of a dimension; empty when not set. */
  dim(id: string): (row: FactRow) => string;
  /** Cells of a measure: `1204`, `1,204`, `172.45`. */
  whole(id: string): (row: FactRow) => string;
  count(id: string): (row: FactRow) => string;
  money(id: string): (row: FactRow) => string;
  /** Millionths of a measure of a row, and of all rows. */
  value(id: string): (row: FactRow) => number;
  sum(id: string): number;
};

/** A batch as its printer sees it, from a day on. */
export function viewOf(batch: DemoBatch, from: Day): ExportView {
  const dims: readonly string[] = batch.dims;
  const rows = batch.rows.filter((row) => row.day >= from);
  const value = (id: string) => {
    const at = batch.measures.indexOf(id);
    return (row: FactRow) => row.values[at] ?? 0;
  };
  const printed = (print: (micros: number) => string) => (id: string) => {
    const of = value(id);
    return (row: FactRow) => print(of(row));
  };
  return {
    from,
    to: rows.reduce((day, row) => Math.max(day, row.dayTo), from),
    rows,
    value,
    whole: printed(printWhole),
    count: printed(printCount),
    money: printed(printMoney),
    dim: (id) => {
      const at = dims.indexOf(id);
      return (row) => row.dims[at] ?? '';
    },
    sum: (id) => rows.reduce((sum, row) => sum + value(id)(row), 0),
  };
}
