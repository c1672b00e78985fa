import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ModelTableId } from '@openmops/domain/model';
import { type MappedRecord, parseRecord, type StreamMapper } from '@openmops/domain/packs';
import { gone } from '../../stores/facts/model.ts';
import type {
  ModelPlace,
  ModelRowIn,
  ModelStore,
  StoredTableId,
} from '../../stores/facts/model-port.ts';
import type { RawQuestion, RawStore, StoredRawRow } from '../../stores/facts/raw-port.ts';

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
}): Promise<MapCounts> {
  const { stores, question, at, mapper, fresh } = given;
  const counts: MapCounts = { records: 0, rows: 0, aside: 0, skipped: 0, deleted: 0 };
  const waiting = new Map<StoredTableId, ModelRowIn[]>();
  let someAside = given.aside;
  const add = (table: StoredTableId, row: ModelRowIn) => {
    const list = waiting.get(table);
    if (list) list.push(row);
    else waiting.set(table, [row]);
  };
  const flush = async (from: number) => {
    for (const [table, rows] of waiting) {
      if (rows.length < from) continue;
      await stores.model.put(at, table, rows);
      waiting.delete(table);
    }
  };
  for await (const page of stores.raw.read({ ...question, deleted: 'with' })) {
    for (const raw of page) {
      const mapped = mapOne(mapper, raw);
      const place = placeOf(raw, mapped);
      counts.records++;
      if (mapped.problems.length > 0) {
        counts.aside++;
        someAside = true;
        mapped.problems.forEach(({ code, field, message, hint }, part) => {
          const values = { code, field, message, hint };
          add('quarantine', { ...place, part, mapping: 0, key: raw.key, deleted: false, values });
        });
        continue;
      }
      if (mapped.deleted) counts.deleted++;
      if (mapped.skipped !== null) counts.skipped++;
      counts.rows += mapped.rows.length;
      const filled = addRows(mapped, { place, mapper }, add);
      // A record whose key the raw store knows comes once in a fresh pass: it has no older version.
      if (!(fresh && raw.key !== ''))
        for (const table of mapper.tables) if (!filled.has(table)) add(table, gone(place));
      if (someAside) add('quarantine', gone(place));
    }
    await flush(WRITE_ROWS);
    await nextTurn();
  }
  await flush(1);
  return counts;
}

function mapOne(mapper: StreamMapper, raw: StoredRawRow): MappedRecord {
  const mapped = mapper.map(parseRecord(raw.text), raw.receivedAt);
  if (!raw.deleted) return mapped;
  return { ...mapped, deleted: true, rows: [], problems: [], skipped: null };
}

type Place = Parameters<typeof gone>[0];

/** What tells the record apart: its key in the stream, else the pack's key, else its place. */
function placeOf(raw: StoredRawRow, mapped: MappedRecord): Place {
  const id =
    raw.key !== ''
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
    const part = parts.get(table) ?? 0;
    parts.set(table, part + 1);
    const another = mapper.mappings[mapping]?.another === true;
    if (!another) own.add(table);
    // Without any key of the record, its rows are told apart by what they say.
    const id = place.id.startsWith('r') ? `m${key}` : another ? idLike(place.id, key) : place.id;
    add(table, { ...place, id, part, mapping, key, deleted, values });
  }
  return own;
}

/** The id of another record of the stream: its key, as text, in the way in which the stream keeps keys. */
function idLike(id: string, key: string): string {
  return /^k\[\d+\]$/.test(id) ? `k${key.replace(/"(\d+)"/g, '$1')}` : `${id[0]}${key}`;
}
