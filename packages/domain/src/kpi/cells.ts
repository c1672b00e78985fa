import type { Summed } from './choose-currency.ts';
import { type Column, columnOf, readColumn } from './columns.ts';
import { groupKey } from './group-key.ts';
import type { MeasureRow, Reading } from './schema.ts';

/** Why there is no number: what must not be added, or what only source rows could tell. */
export type Refusal = 'non_additive' | 'not_aggregable';

/** What is read at one place: its value in units, and why there is none. */
export type CellValue = { value: number | null; reason: Refusal | null };

/** A bucket and a group of the question. */
export type Place = { bucket: number; group: (string | null)[] };

/** The sums of one side (the range, or the one it is compared with), ready to be asked. */
export type Cells = {
  /** Every place with rows of what is split like the question. */
  places: Place[];
  /** Reads by key at a place. Flows are 0 where nothing stands. */
  at: (place: Place) => (key: string) => CellValue;
  /** Rows anywhere that carry what is read, and whether its query has rows at all. */
  presence: (key: string) => { carried: boolean; rows: boolean };
};

/** One query's rows by group, in which every key is a column. */
type Sheet = {
  reading: Reading;
  spans: Reading['spans'];
  groups: Map<string, number>;
  columns: Map<string, Column>;
};

/**
 * Gathers the rows of a plan's queries into cells. `side` says which of the two ranges they are of.
 * With `carry`, a balance without any row in its bucket is the one of the bucket before.
 */
export function cellsOf(
  summed: readonly Summed[],
  options: {
    readings: readonly Reading[];
    side: 'spans' | 'previousSpans';
    /** By how many dimensions the question splits. */
    dims: number;
    convert: (row: MeasureRow, micros: bigint) => bigint;
    carry: boolean;
  },
): Cells {
  const sheets: Sheet[] = [];
  const sheetOf = new Map<string, number>();
  const places = placeList();
  for (const [s, one] of summed.entries()) {
    const reading = options.readings[s];
    if (!reading) continue;
    const spans = reading[options.side];
    const groups = new Map<string, number>();
    const at = one.rows.map(({ group }) => {
      const key = groupKey(group);
      const index = groups.get(key) ?? groups.size;
      groups.set(key, index);
      return index;
    });
    if (reading.dims.length === options.dims) addPlaces(places, { rows: one.rows, at, spans });
    const columns = reading.keys.map((key, i): [string, Column] => {
      sheetOf.set(key, s);
      return [key, columnOf(one, { i, at, convert: options.convert })];
    });
    sheets[s] = { reading, spans, groups, columns: new Map(columns) };
  }
  return {
    places: places.list,
    at: ({ bucket, group }) => {
      // All columns of a sheet stand at the same place, which is looked up once.
      const found: ({ at: number; span: [number, number] | null } | undefined)[] = [];
      return (key) => {
        const s = sheetOf.get(key) ?? -1;
        const sheet = sheets[s];
        const column = sheet?.columns.get(key);
        if (!sheet || !column) return { value: null, reason: null };
        found[s] ??= {
          at: sheet.groups.get(groupKey(sheet.reading.dims.map((dim) => group[dim] ?? null))) ?? -1,
          span: sheet.spans[bucket] ?? null,
        };
        const { at, span } = found[s];
        if (!span) return { value: null, reason: null };
        return readColumn(column, { group: at, span, carry: options.carry });
      };
    },
    presence: (key) => {
      const column = sheets[sheetOf.get(key) ?? -1]?.columns.get(key);
      return { carried: column?.carried ?? false, rows: column?.rows ?? false };
    },
  };
}

type Places = { list: Place[]; known: Map<string, Set<number>> };
const placeList = (): Places => ({ list: [], known: new Map() });

// A row in a piece stands in every bucket of the question that the piece is part of.
function addPlaces(
  places: Places,
  of: { rows: readonly MeasureRow[]; at: number[]; spans: Reading['spans'] },
): void {
  const buckets = bucketsByPiece(of.spans);
  const seen: (Set<number> | undefined)[] = [];
  for (const [r, row] of of.rows.entries()) {
    const g = of.at[r] ?? 0;
    let known = seen[g];
    if (!known) {
      const key = groupKey(row.group);
      known = places.known.get(key) ?? new Set();
      places.known.set(key, known);
      seen[g] = known;
    }
    for (const bucket of buckets[row.bucket] ?? []) {
      if (known.has(bucket)) continue;
      known.add(bucket);
      places.list.push({ bucket, group: row.group });
    }
  }
}

function bucketsByPiece(spans: Reading['spans']): number[][] {
  const buckets: number[][] = [];
  for (const [bucket, [first, last]] of spans.entries()) {
    for (let piece = first; piece <= last; piece++) {
      const list = buckets[piece] ?? [];
      list.push(bucket);
      buckets[piece] = list;
    }
  }
  return buckets;
}
