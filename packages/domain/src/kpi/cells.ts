import type { Day } from '../shared/day.ts';
import { microsToUnits } from '../shared/micros.ts';
import type { CurrencyChoice, Summed } from './choose-currency.ts';
import { measure } from './measures.ts';
import type { Measure, MeasureRow } from './schema.ts';

type Cell = { sum: bigint; count: number };

/** What stands behind one base measure at one place: its value in units, and why there is none. */
export type CellValue = { value: number | null; reason: 'non_additive' | null };

/** The sums of one side (the range, or the one it is compared with), ready to be asked. */
export type Cells = {
  /** Every place with rows: `bucket` and `group`. */
  places: Map<string, { bucket: number; group: (string | null)[] }>;
  /** Value of a measure at a place. Flows are 0 where nothing stands. */
  read: (measureId: string, bucket: number, group: (string | null)[]) => CellValue;
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
  const places: Cells['places'] = new Map();
  const stores = new Map<string, Store>();
  for (const one of summed) {
    const keys = one.rows.map(({ bucket, group }) => {
      const key = placeKey(bucket, group);
      places.set(key, { bucket, group });
      return key;
    });
    for (const [column, id] of one.query.measures.entries()) {
      const of = { base: measure(id), column, keys, convert: options.convert };
      stores.set(id, storeOf(one, of));
    }
  }
  return {
    places,
    read: (id, bucket, group) => readCell(stores.get(id), { bucket, group, carry: options.carry }),
    presence: (id) => {
      const store = stores.get(id);
      return { carried: (store?.cells.size ?? 0) > 0, rows: store?.rows ?? false };
    },
  };
}

/** One text for a bucket and a group. */
export function placeKey(bucket: number, group: (string | null)[]): string {
  return `${bucket}:${JSON.stringify(group)}`;
}

type Store = {
  base: Measure;
  cells: Map<string, Cell>;
  /** Bucket → its last day with a balance. */
  lastDays: Map<number, Day>;
  rows: boolean;
};

function storeOf(
  { query, rows }: Summed,
  of: { base: Measure; column: number; keys: string[]; convert: CurrencyChoice['convert'] },
): Store {
  const { base, column, keys, convert } = of;
  const balance = base.additive === 'notTime';
  const store: Store = { base, cells: new Map(), lastDays: new Map(), rows: rows.length > 0 };
  const dayOf = (row: MeasureRow) => row.day ?? query.buckets[row.bucket]?.to ?? 0;
  if (balance) {
    for (const row of rows) {
      if ((row.values[column] ?? null) === null) continue;
      const last = store.lastDays.get(row.bucket) ?? dayOf(row);
      store.lastDays.set(row.bucket, Math.max(last, dayOf(row)));
    }
  }
  for (const [i, row] of rows.entries()) {
    const micros = row.values[column] ?? null;
    if (micros === null) continue;
    if (balance && dayOf(row) !== store.lastDays.get(row.bucket)) continue;
    const key = keys[i] ?? '';
    const cell = store.cells.get(key) ?? { sum: 0n, count: 0 };
    cell.sum += base.unit.kind === 'money' ? convert(row, micros) : micros;
    cell.count += row.counts[column] ?? 0;
    store.cells.set(key, cell);
  }
  return store;
}

function readCell(
  store: Store | undefined,
  at: { bucket: number; group: (string | null)[]; carry: boolean },
): CellValue {
  if (!store) return { value: null, reason: null };
  const cell = store.cells.get(placeKey(at.bucket, at.group));
  if (store.base.additive === 'all') return known(cell ? microsToUnits(cell.sum) : 0);
  if (store.base.additive === 'none') {
    if (cell && cell.count > 1) return { value: null, reason: 'non_additive' };
    return known(cell ? microsToUnits(cell.sum) : null);
  }
  if (cell) return known(microsToUnits(cell.sum));
  if (store.lastDays.has(at.bucket)) return known(0);
  if (!at.carry || at.bucket === 0) return known(null);
  return readCell(store, { ...at, bucket: at.bucket - 1 });
}

const known = (value: number | null): CellValue => ({ value, reason: null });
