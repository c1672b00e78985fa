import { type ModelTableId, modelTable } from '../../model/index.ts';
import type { Issue } from '../../shared/index.ts';
import { compileStream, fieldsOfRecord, findPack, type MappedRow, PACKS } from '../index.ts';
import type { Json } from './readers.ts';

/** When test records arrive. */
const RECEIVED = Date.UTC(2026, 10, 22);

type Mapped = {
  /** Table → rows as they stand: the newest version of each key. */
  tables: Partial<Record<ModelTableId, MappedRow['values'][]>>;
  problems: Issue[];
  skipped: string[];
  deleted: number;
  /** Streams of packs that the streams were taken for. */
  streams: string[];
};

/**
 * What records of streams become, as they would arrive: each stream is found by its name and the
 * names of its fields, and of a key the newest version stands.
 */
export function mapStreams(
  streams: Readonly<Record<string, readonly Json[]>>,
  source: string | null = null,
): Mapped {
  const standing = new Map<string, { cursor: number; row: MappedRow }>();
  const mapped: Mapped = { tables: {}, problems: [], skipped: [], deleted: 0, streams: [] };
  for (const [name, records] of Object.entries(streams)) {
    const fields = new Set(records.flatMap(fieldsOfRecord));
    const found = findPack(PACKS, { stream: name, fields, source });
    if (!found) throw new Error(`No pack knows the stream ${name}.`);
    mapped.streams.push(`${found.pack.id} ${found.stream.id}`);
    const { map } = compileStream(found.pack, found.stream, { timeZone: 'UTC' });
    for (const record of records) {
      const one = map(record, RECEIVED);
      mapped.problems.push(...one.problems);
      if (one.skipped !== null) mapped.skipped.push(one.skipped);
      if (one.deleted) mapped.deleted++;
      for (const row of one.rows) {
        const key = `${row.table} ${row.key}`;
        const cursor = one.cursor ?? 0;
        if ((standing.get(key)?.cursor ?? -1) <= cursor) standing.set(key, { cursor, row });
      }
    }
  }
  for (const { row } of standing.values()) {
    if (row.deleted) continue;
    const rows = mapped.tables[row.table] ?? [];
    rows.push(row.values);
    mapped.tables[row.table] = rows;
  }
  return mapped;
}

/** The sums that rows of the model give: measure → what its feeds add, money and numbers in units. */
export function sumsOf(mapped: Mapped): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [id, rows] of Object.entries(mapped.tables))
    for (const feed of modelTable(id as ModelTableId).feeds)
      for (const row of rows) {
        if ((row[feed.day] ?? null) === null) continue;
        if (!feed.where.every(({ field, is }) => is.includes(String(row[field] ?? '')))) continue;
        const add = feed.value === 'one' ? 1 : Number(row[feed.value.field] ?? 0) / 1e6;
        if (add !== 0) sums[feed.measure] = (sums[feed.measure] ?? 0) + add;
      }
  return sums;
}
