import type { Day } from '../shared/day.ts';
import { microsToUnits } from '../shared/micros.ts';
import { quantile } from '../statistics/summary.ts';
import type { CellValue } from './cells.ts';
import type { Summed } from './choose-currency.ts';
import type { Measure, MeasureRow } from './schema.ts';

/** What one group holds in one piece of time, in millionths. */
type Cell = {
  amount: bigint;
  count: number;
  /** Of balances: those of the first and of the last day with any. */
  first: bigint;
  last: bigint;
  state: Set<string> | number[] | null;
  /** Whether rows carry it of which neither a sum nor the single cases are known. */
  blank: boolean;
};

/** All rows of one measure, by group and piece. */
export type Column = {
  base: Measure;
  cells: (Cell | undefined)[][];
  /** By piece: the first and the last day on which any group has a balance. */
  days: ({ first: Day; last: Day } | undefined)[];
  /** By group: running sums, so that a span costs two looks. Made when first needed. */
  running: (bigint[] | undefined)[];
  pieces: number;
  carried: boolean;
  rows: boolean;
};

type Of = { i: number; at: number[]; convert: (row: MeasureRow, micros: bigint) => bigint };

/** Gathers the rows of the measure at position `i`; `at` is the group of each row. */
export function columnOf({ query, rows }: Summed, { i, at, convert }: Of): Column {
  const base = query.measures[i] as Measure;
  const column: Column = {
    base,
    cells: [],
    days: [],
    running: [],
    pieces: query.buckets.length,
    carried: false,
    rows: rows.length > 0,
  };
  const dayOf = (row: MeasureRow) => row.day ?? query.buckets[row.bucket]?.to ?? 0;
  if (base.additive === 'notTime') noteDays(column, { rows, i, dayOf });
  const exchange =
    base.unit.kind === 'money' ? convert : (_row: MeasureRow, micros: bigint) => micros;
  for (const [r, row] of rows.entries()) {
    const micros = row.values[i] ?? null;
    const state = row.states?.[i] ?? null;
    const count = row.counts[i] ?? 0;
    const blank = micros === null && state === null;
    if (blank && count === 0) continue;
    column.carried = true;
    const group = at[r] ?? 0;
    const cells = column.cells[group] ?? [];
    column.cells[group] = cells;
    const cell = cells[row.bucket] ?? emptyCell();
    cells[row.bucket] = cell;
    cell.blank ||= blank;
    const amount = micros === null ? 0n : exchange(row, micros);
    if (!blank) addAmount(cell, amount, base);
    const days = column.days[row.bucket];
    if (days && dayOf(row) === days.first) cell.first += amount;
    if (days && dayOf(row) === days.last) cell.last += amount;
    cell.count += count;
    cell.state = gathered(cell.state, state, (one) => Number(exchange(row, BigInt(one))));
  }
  return column;
}

const emptyCell = (): Cell => ({
  amount: 0n,
  count: 0,
  first: 0n,
  last: 0n,
  state: null,
  blank: false,
});

function noteDays(
  column: Column,
  of: { rows: readonly MeasureRow[]; i: number; dayOf: (row: MeasureRow) => Day },
): void {
  for (const row of of.rows) {
    if ((row.values[of.i] ?? null) === null) continue;
    const day = of.dayOf(row);
    const known = column.days[row.bucket] ?? { first: day, last: day };
    column.days[row.bucket] = {
      first: Math.min(known.first, day),
      last: Math.max(known.last, day),
    };
  }
}

function addAmount(cell: Cell, amount: bigint, { agg }: Measure): void {
  if (agg !== 'min' && agg !== 'max') cell.amount += amount;
  else if (cell.count === 0 || (agg === 'min') === amount < cell.amount) cell.amount = amount;
}

function gathered(
  into: Cell['state'],
  state: Cell['state'],
  exchange: (micros: number) => number,
): Cell['state'] {
  if (state === null) return into;
  if (state instanceof Set) {
    const set = into instanceof Set ? into : new Set<string>();
    for (const one of state) set.add(one);
    return set;
  }
  const list = Array.isArray(into) ? into : [];
  for (const one of state) list.push(exchange(one));
  return list;
}

/** The value of one group over a span of pieces. */
export function readColumn(
  column: Column,
  of: { group: number; span: [number, number]; carry: boolean },
): CellValue {
  switch (column.base.agg) {
    case 'sum':
    case 'count':
      return known(amountIn(column, of));
    case 'snapshotFirst':
    case 'snapshotLast':
      return balanceOf(column, of);
    case 'min':
    case 'max':
      return extremeOf(column, of);
    case 'countDistinct':
      return distinctOf(column, of);
    case 'quantile':
      return quantileAt(column, of);
  }
}

type At = { group: number; span: [number, number]; carry: boolean };

function amountIn(column: Column, { group, span: [first, last] }: At): bigint {
  const cells = column.cells[group];
  if (!cells) return 0n;
  if (first === last) return cells[first]?.amount ?? 0n;
  const running = column.running[group] ?? runningOf(cells, column.pieces);
  column.running[group] = running;
  return (running[last + 1] ?? 0n) - (running[first] ?? 0n);
}

function runningOf(cells: (Cell | undefined)[], pieces: number): bigint[] {
  const amounts = [0n];
  for (let p = 0; p < pieces; p++) {
    amounts.push((amounts[p] ?? 0n) + (cells[p]?.amount ?? 0n));
  }
  return amounts;
}

// A series without a row on the day that counts has a balance of 0.
function balanceOf(column: Column, { group, span: [first, last], carry }: At): CellValue {
  const opening = column.base.agg === 'snapshotFirst';
  const read = (piece: number, side: 'first' | 'last') =>
    known(column.cells[group]?.[piece]?.[side] ?? 0n);
  const [start, end, step] = opening ? [first, last, 1] : [last, first, -1];
  for (let piece = start; (end - piece) * step >= 0; piece += step) {
    if (column.days[piece]) return read(piece, opening ? 'first' : 'last');
  }
  for (let piece = first - 1; carry && piece >= 0; piece--) {
    if (column.days[piece]) return read(piece, 'last');
  }
  return UNKNOWN;
}

function cellsIn(column: Column, { group, span: [first, last] }: At): Cell[] {
  const cells = column.cells[group] ?? [];
  return cells.slice(first, last + 1).filter((cell) => cell !== undefined);
}

function extremeOf(column: Column, at: At): CellValue {
  const amounts = cellsIn(column, at).map((cell) => cell.amount);
  if (amounts.length === 0) return UNKNOWN;
  const least = column.base.agg === 'min';
  return known(amounts.reduce((best, one) => (one < best === least ? one : best)));
}

function distinctOf(column: Column, at: At): CellValue {
  const cells = cellsIn(column, at);
  if (cells.some((cell) => cell.blank)) return NOT_AGGREGABLE;
  const count = cells.reduce((sum, cell) => sum + cell.count, 0);
  const sets = cells.map((cell) => cell.state).filter((state) => state instanceof Set);
  if (sets.length > 0) {
    const [first, ...more] = sets as [Set<string>, ...Set<string>[]];
    const size = more.length === 0 ? first.size : new Set(sets.flatMap((set) => [...set])).size;
    return { value: size, reason: null };
  }
  if (count > 1) return { value: null, reason: 'non_additive' };
  return count === 0 ? UNKNOWN : known(amountIn(column, at));
}

function quantileAt(column: Column, at: At): CellValue {
  const cells = cellsIn(column, at);
  if (cells.some((cell) => cell.blank)) return NOT_AGGREGABLE;
  const all = cells.flatMap((cell) => (Array.isArray(cell.state) ? cell.state : []));
  if (all.length === 0) return UNKNOWN;
  return { value: microsToUnits(quantile(all, column.base.q ?? 0.5)), reason: null };
}

const NOT_AGGREGABLE: CellValue = { value: null, reason: 'not_aggregable' };
const UNKNOWN: CellValue = { value: null, reason: null };
const known = (micros: bigint): CellValue => ({ value: microsToUnits(micros), reason: null });
