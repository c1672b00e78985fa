import type { ModelTableId } from '@openmops/domain/model';
import { type MappedRecord, parseRecord, type StreamMapper } from '@openmops/domain/packs';
import { breather } from '../../breather.ts';
import { gone } from '../../stores/facts/model.ts';
import type {
  ModelPlace,
  ModelRowIn,
  ModelStore,
  StoredTableId,
} from '../../stores/facts/model-port.ts';
import { ModelRows } from '../../stores/facts/model-rows.ts';
import type { RawPlace, RawQuestion, RawStore, StoredRawRow } from '../../stores/facts/raw-port.ts';
import type { Repeats } from './find-repeats.ts';

/** How often it is noted how far a pass has come. */
const SAVE_MS = 5_000;
/** Rows of one write. */
const WRITE_ROWS = 20_000;

export type MapCounts = {
  records: number;
  rows: number;
  aside: number;
  skipped: number;
  deleted: number;
};

/**
 * Maps what the raw store gives, and writes the rows of the model. A record with a problem is set
 * aside: its reasons are written, and what stood of it before stays. The same again writes the
 * same, so a pass that was broken off is simply done again.
 */
export async function mapRows(given: {
  stores: { raw: RawStore; model: ModelStore };
  question: RawQuestion;
  at: ModelPlace;
  mapper: StreamMapper;
  /** Whether older versions of records may be there already. */
  fresh: boolean;
  /** Whether records stand aside already. */
  aside: boolean;
  /** The key of the stream says nothing: what a row is about tells it apart. */
  byModelKey: boolean;
  /** Rows whose value another record has. */
  repeats: Repeats;
  /** Where a pass that broke off goes on. */
  from: RawPlace | null;
  /** Told now and then: what lies before this place is written. */
  reached: (place: RawPlace) => Promise<void>;
}): Promise<MapCounts> {
  const { stores, question, at, mapper, fresh, repeats } = given;
  const counts: MapCounts = { records: 0, rows: 0, aside: 0, skipped: 0, deleted: 0 };
  const waiting = new Map<StoredTableId, ModelRows>();
  let someAside = given.aside;
  /** Written already: their memory is used again. */
  const spare = new Map<StoredTableId, ModelRows>();
  const add = (table: StoredTableId, row: ModelRowIn) => {
    let rows = waiting.get(table);
    if (!rows) {
      rows = spare.get(table) ?? new ModelRows(table);
      spare.delete(table);
      waiting.set(table, rows);
    }
    rows.add(row);
  };
  let writing: Promise<void> = Promise.resolve();
  const flush = async (from: number) => {
    const due = [...waiting].filter(([, rows]) => rows.length >= from);
    if (due.length === 0) return;
    for (const [table] of due) waiting.delete(table);
    await writing;
    // The next rows are mapped while these are on their way.
    writing = (async () => {
      for (const [table, rows] of due) {
        await stores.model.put(at, table, rows);
        rows.clear();
        spare.set(table, rows);
      }
    })();
    writing.catch(() => {});
  };
  const map = (raw: StoredRawRow, before: string | undefined, next: StoredRawRow | null) => {
    // What was sent again as it was counts as it was sent last.
    if (next && raw.key !== '' && next.key === raw.key && isSame(raw, next)) return;
    const mapped = mapper.map(parseRecord(raw.text), raw.receivedAt, raw.deleted);
    const place = placeOf(raw, mapped, given.byModelKey);
    counts.records++;
    const plain = !mapped.deleted && mapped.skipped === null && mapped.problems.length === 0;
    const problems = plain ? repeats.of(raw) : mapped.problems;
    if (problems.length > 0) {
      counts.aside++;
      someAside = true;
      problems.forEach(({ code, field, message, hint }, part) => {
        const values = { code, field, message, hint };
        add('quarantine', { ...place, part, mapping: 0, key: raw.key, deleted: false, values });
      });
      return;
    }
    if (mapped.deleted) counts.deleted++;
    else counts.rows += mapped.rows.length;
    if (mapped.skipped !== null) counts.skipped++;
    const filled = addRows(mapped, { place, mapper }, add);
    const alone = before !== undefined && raw.key !== before && raw.key !== next?.key;
    const versions = raw.key !== '' && !alone;
    // A record that a fresh pass finds once has no older version that must go, nor that could come late.
    const single = fresh && raw.key !== '' && !versions && place.cursor === 0;
    if (!single && !place.id.startsWith('r'))
      for (const table of mapper.tables) if (!filled.has(table)) add(table, gone(place));
    if (someAside || versions) add('quarantine', gone(place));
  };
  const breathe = breather();
  let saved = performance.now();
  /** The key of the row before; undefined: nobody knows. */
  let before = given.from === null ? '' : undefined;
  let row: StoredRawRow | null = null;
  for await (const slice of stores.raw.scan(question, given.from)) {
    let done: StoredRawRow | null = null;
    for (const next of slice) {
      if (row) {
        map(row, before, next);
        before = row.key;
        done = row;
      }
      row = next;
      const due = breathe();
      if (due) await due;
    }
    await flush(WRITE_ROWS);
    if (done && performance.now() - saved > SAVE_MS) {
      await flush(1);
      await writing;
      await given.reached({ key: done.key, chunk: done.chunk, row: done.row });
      saved = performance.now();
    }
  }
  if (row) map(row, before, null);
  await flush(1);
  await writing;
  return counts;
}

const isSame = (one: StoredRawRow, next: StoredRawRow) =>
  one.text === next.text && one.cursor === next.cursor && one.deleted === next.deleted;

type Place = Parameters<typeof gone>[0];

/** What tells the record apart: its key in the stream, else the pack's key, else its place. */
export function placeOf(raw: StoredRawRow, mapped: MappedRecord, byModelKey: boolean): Place {
  const id =
    raw.key !== '' && !byModelKey
      ? `k${raw.key}`
      : mapped.key !== ''
        ? `p${mapped.key}`
        : `r${String(raw.chunk).padStart(12, '0')}.${String(raw.row).padStart(7, '0')}`;
  const cursor = mapped.cursor ?? raw.cursor;
  return { id, cursor, chunk: raw.chunk, row: raw.row, receivedAt: raw.receivedAt };
}

function addRows(
  { rows }: MappedRecord,
  { place, mapper }: { place: Place; mapper: StreamMapper },
  add: (table: ModelTableId, row: ModelRowIn) => void,
): Set<ModelTableId> {
  const parts = new Map<ModelTableId, number>();
  const own = new Set<ModelTableId>();
  for (const { table, mapping, key, deleted, values } of rows) {
    const another = mapper.mappings[mapping]?.another === true;
    const part = another ? 0 : (parts.get(table) ?? 0);
    if (!another) {
      own.add(table);
      parts.set(table, part + 1);
    }
    // Without any key of the record, its rows are told apart by what they say.
    const id = another ? `a${key}` : place.id.startsWith('r') ? `m${key}` : place.id;
    const instead = another && !deleted;
    add(table, { ...place, id, part, mapping, key, deleted, instead, values });
  }
  return own;
}
