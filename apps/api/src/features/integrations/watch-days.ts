import { createHash } from 'node:crypto';
import type { StreamRecord } from '@openmops/domain/streams';
import type { PullStream } from './engine/client.ts';
import { type Days, slicesOf } from './engine/slices.ts';
import type { StoredDay } from './restatements.queries.ts';

/** 60 bits: two texts of one row that look alike are not to be expected. */
const HASH_CHARS = 10;

/** How two readings of one day differ. */
export type DayChange = {
  rowsChanged: number;
  rowsAdded: number;
  rowsRemoved: number;
  sums: Record<string, { before: number; after: number }>;
};

/** Collects what a stream says of each day while it is read, one slice at a time. */
export class WatchedDays {
  readonly #stream: PullStream;
  readonly #days = new Map<string, { rows: Map<string, string>; sums: Map<string, number> }>();

  constructor(stream: PullStream) {
    this.#stream = stream;
  }

  add({ record, text }: Pick<StreamRecord, 'record' | 'text'>): void {
    const day = this.#stream.day?.(record) ?? null;
    if (day === null) return;
    const held = this.#days.get(day) ?? { rows: new Map(), sums: new Map() };
    this.#days.set(day, held);
    const key = JSON.stringify(this.#stream.key.map((path) => valueAt(record, path)));
    held.rows.set(key, hashOf(text));
    for (const path of this.#stream.measures ?? []) {
      const name = path.join('.');
      const value = Number(valueAt(record, path) ?? 0);
      if (Number.isFinite(value)) held.sums.set(name, (held.sums.get(name) ?? 0) + value);
    }
  }

  /** The days of a slice as they were read, also those of which nothing was said; they are let go. */
  take(days: Days): StoredDay[] {
    return slicesOf(days, 1).map(({ from: day }) => {
      const held = this.#days.get(day);
      this.#days.delete(day);
      const rows = Object.fromEntries([...(held?.rows ?? [])].sort());
      const sums = [...(held?.sums ?? [])].map(([name, sum]) => [name, rounded(sum)]);
      return { day, rows, sums: Object.fromEntries(sums) };
    });
  }
}

/** Null when both say the same. */
export function changeBetween(before: StoredDay, after: StoredDay): DayChange | null {
  const old = Object.entries(before.rows);
  const rowsRemoved = old.filter(([key]) => !(key in after.rows)).length;
  const rowsChanged = old.filter(([key, row]) => (after.rows[key] ?? row) !== row).length;
  const rowsAdded = Object.keys(after.rows).filter((key) => !(key in before.rows)).length;
  if (rowsChanged + rowsAdded + rowsRemoved === 0) return null;
  const sums: DayChange['sums'] = {};
  for (const name of new Set([...Object.keys(before.sums), ...Object.keys(after.sums)])) {
    const both = { before: before.sums[name] ?? 0, after: after.sums[name] ?? 0 };
    if (both.before !== both.after) sums[name] = both;
  }
  return { rowsChanged, rowsAdded, rowsRemoved, sums };
}

/**
 * Rows of which the platform no longer speaks, as deleted records that hold their key alone: what
 * stands of a day is what it said last.
 */
export function goneRecords(
  stream: PullStream,
  both: { before: StoredDay; after: StoredDay },
  extractedAt: number,
): StreamRecord[] {
  const gone = Object.keys(both.before.rows).filter((key) => !(key in both.after.rows));
  return gone.map((key) => {
    const record: Record<string, unknown> = {};
    const values = JSON.parse(key) as unknown[];
    for (const [index, path] of stream.key.entries()) setAt(record, path, values[index] ?? null);
    return {
      type: 'record',
      stream: stream.name,
      text: JSON.stringify(record),
      record,
      deleted: true,
      version: null,
      extractedAt,
      line: null,
    };
  });
}

function setAt(record: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = record;
  for (const name of path.slice(0, -1)) {
    const inner = (at[name] as Record<string, unknown> | undefined) ?? {};
    at[name] = inner;
    at = inner;
  }
  at[path.at(-1) ?? ''] = value;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, HASH_CHARS);
}

/** Sums of floats differ in their last digits with the order of rows. */
function rounded(sum: number): number {
  return Number(sum.toFixed(6)) + 0;
}

function valueAt(record: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | null)?.[name],
    record,
  );
}
