import type { Day } from '../shared/day.ts';
import { microsToUnits } from '../shared/micros.ts';
import type { CurrencyChoice, Summed } from './choose-currency.ts';
import { placeKey } from './group-key.ts';
import type { Measure, MeasureRow } from './schema.ts';

/** What stands behind one base measure at one place: its value in units, and why there is none. */
export type CellValue = { value: number | null; reason: 'non_additive' | null };

/** A bucket and a group, with the one text that stands for both. */
export type Place = { key: string; bucket: number; group: (string | null)[] };

/** The sums of one side (the range, or the one it is compared with), ready to be asked. */
export type Cells = {
  /** Every place with rows. */
  places: Place[];
  /** Reads measures at a place. Flows are 0 where nothing stands. */
  at: (place: Place) => (measureId: string) => CellValue;
  /** Rows anywhere that carry the measure, and whether its dataset has rows at all. */
  presence: (measureId: string) => { carried: boolean; rows: boolean };
};

/**
 * Gathers sums into cells and knows the additivity rules: flows add; a balance is the sum on the
 * last day of the bucket on which any row in scope carries it (a series without a row on that day
 * counts 0); what may not be added is a number only if exactly one row stands behind it.
 * With `carry`, a balance without any row in its bucket is the one of the bucket before.
 */
export function cellsOf(
  summed: Summed[],
  options: { convert: CurrencyChoice['convert']; carry: boolean },
): Cells {
  const places: Place[] = [];
  const known = new Map<string, number>();
  const columns = new Map<string, Column>();
  for (const one of summed) {
    const at = one.rows.map(({ bucket, group }) => {
      const key = placeKey(bucket, group);
      const index = known.get(key) ?? places.length;
      if (index === places.length) {
        places.push({ key, bucket, group });
        known.set(key, index);
      }
      return index;
    });
    for (const [i, base] of one.query.measures.entries()) {
      columns.set(base.id, columnOf(one, { base, i, at, convert: options.convert }));
    }
  }
  const indexOf = (key: string) => known.get(key) ?? -1;
  return {
    places,
    at: (place) => {
      const index = indexOf(place.key);
      return (id) => {
        const column = columns.get(id);
        if (!column) return UNKNOWN;
        if (column.base.additive === 'notTime') {
          return balanceAt(column, { place, indexOf, carry: options.carry });
        }
        return column.base.additive === 'all' ? flowAt(column, index) : singleAt(column, index);
      };
    },
    presence: (id) => {
      const column = columns.get(id);
      return { carried: (column?.sums.length ?? 0) > 0, rows: column?.rows ?? false };
    },
  };
}

type Column = {
  base: Measure;
  /** By index of the place; a hole where no row carries the measure. */
  sums: (bigint | undefined)[];
  counts: (number | undefined)[];
  /** Bucket → its last day with a balance. */
  lastDays: Map<number, Day>;
  rows: boolean;
};

function columnOf(
  { query, rows }: Summed,
  of: { base: Measure; i: number; at: number[]; convert: CurrencyChoice['convert'] },
): Column {
  const { base, i, at, convert } = of;
  const money = base.unit.kind === 'money';
  const balance = base.additive === 'notTime';
  const dayOf = (row: MeasureRow) => row.day ?? query.buckets[row.bucket]?.to ?? 0;
  const lastDays = new Map<number, Day>();
  if (balance) {
    for (const row of rows) {
      if ((row.values[i] ?? null) === null) continue;
      const last = lastDays.get(row.bucket) ?? dayOf(row);
      lastDays.set(row.bucket, Math.max(last, dayOf(row)));
    }
  }
  const column: Column = { base, sums: [], counts: [], lastDays, rows: rows.length > 0 };
  for (const [r, row] of rows.entries()) {
    const micros = row.values[i] ?? null;
    if (micros === null) continue;
    if (balance && dayOf(row) !== lastDays.get(row.bucket)) continue;
    const index = at[r] ?? 0;
    const amount = money ? convert(row, micros) : micros;
    column.sums[index] = (column.sums[index] ?? 0n) + amount;
    column.counts[index] = (column.counts[index] ?? 0) + (row.counts[i] ?? 0);
  }
  return column;
}

function flowAt(column: Column, index: number): CellValue {
  return known(microsToUnits(column.sums[index] ?? 0n));
}

function singleAt(column: Column, index: number): CellValue {
  const sum = column.sums[index];
  if ((column.counts[index] ?? 0) > 1) return { value: null, reason: 'non_additive' };
  return sum === undefined ? UNKNOWN : known(microsToUnits(sum));
}

function balanceAt(
  column: Column,
  at: { place: Place; indexOf: (key: string) => number; carry: boolean },
): CellValue {
  let { bucket } = at.place;
  if (at.carry) while (bucket > 0 && !column.lastDays.has(bucket)) bucket -= 1;
  if (!column.lastDays.has(bucket)) return UNKNOWN;
  return flowAt(column, at.indexOf(placeKey(bucket, at.place.group)));
}

const UNKNOWN: CellValue = { value: null, reason: null };
const known = (value: number): CellValue => ({ value, reason: null });
