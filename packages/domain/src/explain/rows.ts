import { refsOf } from '../kpi/expr.ts';
import type { Expr } from '../kpi/schema.ts';
import { nearestName } from '../shared/nearest-name.ts';
import { mustBe } from '../statistics/check.ts';

/** A row of numbers (measures) and names (dimensions); what is missing or null counts as 0 or not set. */
export type Row = Readonly<Record<string, number | string | null | undefined>>;

/** Sums of the measures over some rows. */
export type Sums = ReadonlyMap<string, number>;

/** Sums of both periods of one segment; a side without rows is all 0. */
export type SegmentSums = { segment: string | null; before: Sums; after: Sums };

export type TwoPeriods = { before: readonly Row[]; after: readonly Row[] };

/** Checks that every measure of a formula is a column, and gives their names. */
export function measuresIn(expr: Expr, columns: ReadonlySet<string>): string[] {
  mustBe(columns.size > 0, 'There are no rows.', 'Give the rows of both periods.');
  const names = [...new Set(refsOf(expr))];
  for (const name of names) mustBeColumn(name, columns);
  return names;
}

/** Refuses the name of a column that neither period has. */
export function mustBeColumn(name: string, columns: ReadonlySet<string>): void {
  const near = nearestName(name, columns);
  mustBe(
    columns.has(name),
    `The rows have no column “${name}”.`,
    near ? `Did you mean “${near}”?` : `They have: ${[...columns].join(', ')}.`,
  );
}

/** The sums of each segment of a dimension, in order of appearance; one segment of all without one. */
export function sumSegments(
  rows: TwoPeriods,
  { measures, by }: { measures: readonly string[]; by: string | null },
): SegmentSums[] {
  const found = new Map<
    string | null,
    { before: Map<string, number>; after: Map<string, number> }
  >();
  const take = (side: 'before' | 'after') => {
    for (const [at, row] of rows[side].entries()) {
      const segment = by === null ? null : nameOf(row[by]);
      let sums = found.get(segment);
      if (!sums) {
        sums = { before: new Map(), after: new Map() };
        found.set(segment, sums);
      }
      const into = sums[side];
      for (const name of measures) {
        into.set(name, (into.get(name) ?? 0) + numberOf({ value: row[name], name, side, at }));
      }
    }
  };
  take('before');
  take('after');
  return [...found].map(([segment, sums]) => ({ segment, ...sums }));
}

/** Sums of all segments together. */
export function totalSums(segments: readonly SegmentSums[], side: 'before' | 'after'): Sums {
  const total = new Map<string, number>();
  for (const segment of segments) {
    for (const [name, sum] of segment[side]) total.set(name, (total.get(name) ?? 0) + sum);
  }
  return total;
}

const nameOf = (value: Row[string]) =>
  value === undefined || value === '' ? null : value === null ? null : String(value);

function numberOf(cell: { value: Row[string]; name: string; side: string; at: number }): number {
  const { value, name, side, at } = cell;
  if (value === null || value === undefined) return 0;
  mustBe(
    typeof value === 'number' && Number.isFinite(value),
    `Row ${at + 1} ${side}: “${name}” is ${String(value)}, which is no finite number.`,
    'Give numbers for measures, and null where there is none.',
  );
  return value;
}
