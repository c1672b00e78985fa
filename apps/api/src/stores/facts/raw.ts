import { MopsError } from '@openmops/domain/shared';
import type { Engine } from './engine.ts';
import { integer, literal } from './literal.ts';
import { reuse } from './native-block.ts';
import { KEYS_HELD, passesBy } from './passes-by.ts';
import { toRawBlock } from './raw-block.ts';
import { compactRaw } from './raw-compact.ts';
import type {
  RawChunk,
  RawLeaf,
  RawPlace,
  RawQuestion,
  RawStore,
  StoredRawRow,
} from './raw-port.ts';
import { mayRepeat } from './raw-repeats.ts';
import { scanRaw } from './raw-scan.ts';
import { RAW_COLUMNS, RAW_TABLE } from './raw-table.ts';
import { bytes, changed, notHidden, ofStream, stands } from './raw-where.ts';

/** More would no longer be one block, and so no longer all or nothing. */
const MAX_ROWS = 200_000;
/** What a page aims at, so that long records come in short pages. */
const PAGE_BYTES = 6 * 1024 ** 2;
const FIRST_PAGE_ROWS = 500;
const MAX_PAGE_ROWS = 10_000;

/** The raw store over an engine; its table is there already. `keysHeld`: of how many rows keys are told apart at a time. */
export function createRawStore(engine: Engine, keysHeld = KEYS_HELD): RawStore {
  /** The highest chunk of a stream that is known to be there. */
  const highest = new Map<string, number>();
  /** How many rows stand, by question: of a long stream it takes seconds to find out. */
  const counted = new Map<string, { arrived: string; print: string; standing: number }>();

  /** Numbers of chunks only grow, so a higher one than all before is new. */
  async function isThere(chunk: RawChunk): Promise<boolean> {
    const known = highest.get(chunk.streamId) ?? (await highestOf(engine, chunk));
    highest.set(chunk.streamId, Math.max(known, chunk.chunk));
    if (highest.size > 10_000) highest.clear();
    if (chunk.chunk > known) return false;
    return (await rowsOfChunk(engine, chunk)) > 0;
  }

  return {
    async append(chunk, rows) {
      if (rows.length > MAX_ROWS)
        throw new MopsError('LIMIT', `A chunk has at most ${MAX_ROWS} rows.`);
      if (rows.length === 0 || (await isThere(chunk))) return;
      const block = await toRawBlock(chunk, rows);
      try {
        await engine.insertBlock(RAW_TABLE, RAW_COLUMNS, block);
      } catch (error) {
        highest.delete(chunk.streamId);
        // The connection may have ended after the rows were safe.
        if ((await rowsOfChunk(engine, chunk).catch(() => 0)) !== rows.length) throw error;
      }
      reuse(block);
    },
    async discard(workspaceId, streamId, chunks) {
      if (chunks.length === 0) return;
      const at = `chunk IN (${chunks.map(integer).join(', ')})`;
      const [found] = await engine.look<[string]>(
        `SELECT count() FROM ${RAW_TABLE} WHERE ${ofStream({ workspaceId, streamId })} AND ${at}`,
      );
      if (Number(found?.[0] ?? 0) === 0) return;
      const partition = `(${literal(workspaceId)}, ${literal(streamId)})`;
      await engine.run(`ALTER TABLE ${RAW_TABLE} DELETE IN PARTITION ${partition} WHERE ${at}`);
    },
    compact: (given) => compactRaw(engine, given),
    scan: (question, from) => scanRaw(engine, question, from),
    read: (question) => pagesOf(engine, question),
    leaf: (question, leaf) => readLeaf(engine, question, leaf),
    async repeats(asked) {
      if (asked.places.length === 0) return [];
      const found = await engine.look<Found>(
        `SELECT ${COLUMNS} FROM ${RAW_TABLE} WHERE ${mayRepeat(asked)}
         ORDER BY key, chunk, row LIMIT ${integer(asked.limit)}`,
      );
      return found.map(toStored);
    },
    async count(question) {
      const [found] = await engine.look<[rows: string, print: string]>(
        `SELECT count(), concat(toString(sum(chunk)), ' ', toString(sum(received_at))) FROM ${RAW_TABLE}
         WHERE ${ofStream(question)}${notHidden(question.hidden)}`,
      );
      const [arrived = '0', print = ''] = found ?? [];
      const rows = Number(arrived);
      // A chunk never changes and later ones have greater numbers, so alike sums are the same rows.
      const asked = JSON.stringify(question);
      const known = counted.get(asked);
      if (known?.arrived === arrived && known.print === print)
        return { standing: known.standing, arrived: rows };
      const standing = await countStanding(engine, question, passesBy(rows, 'key', keysHeld));
      counted.set(asked, { arrived, print, standing });
      if (counted.size > 10_000) counted.clear();
      return { standing, arrived: rows };
    },
  };
}

const newestOfKey = 'ORDER BY key, cursor DESC, chunk DESC, row DESC LIMIT 1 BY key';

/** In passes, since all keys of one are held. */
async function countStanding(
  engine: Engine,
  question: RawQuestion,
  parts: string[],
): Promise<number> {
  const shown = question.deleted === 'with' ? '' : 'WHERE deleted = 0';
  const rows = `SELECT deleted FROM ${RAW_TABLE} WHERE ${stands(question)}`;
  const [plain] = await engine.look<[string]>(
    `SELECT count() FROM (${rows} AND key = '') ${shown}`,
  );
  let standing = Number(plain?.[0] ?? 0);
  for (const some of parts) {
    const [found] = await engine.look<[string]>(
      `SELECT count() FROM (${rows} AND key != ''${some} ${newestOfKey}) ${shown}`,
    );
    standing += Number(found?.[0] ?? 0);
  }
  return standing;
}

type PageQuestion = { question: RawQuestion; keyed: boolean; at: RawPlace; rows: number };
/** `next`: after which place it goes on; null: that was all. */
type Page = { rows: StoredRawRow[]; next: RawPlace | null };

/** First the rows without a key, as they arrived, then the newest row of each key, by key. */
async function* pagesOf(engine: Engine, question: RawQuestion): AsyncGenerator<StoredRawRow[]> {
  let left = question.limit ?? Number.POSITIVE_INFINITY;
  for (const keyed of [false, true]) {
    let at: RawPlace | null = { key: '', chunk: -1, row: -1 };
    let rows = FIRST_PAGE_ROWS;
    while (left > 0 && at) {
      const page: Page = await readPage(engine, { question, keyed, at, rows });
      const shown = page.rows.filter((row) => question.deleted === 'with' || !row.deleted);
      if (shown.length > 0) yield shown.length > left ? shown.slice(0, left) : shown;
      left -= shown.length;
      at = page.next;
      rows = nextPage(page.rows, rows);
    }
  }
}

/** Which rows first, and only then their texts: a stream may be larger than memory. */
async function readLeaf(
  engine: Engine,
  question: RawQuestion,
  { find, offset, limit }: RawLeaf,
): Promise<{ rows: StoredRawRow[]; total: number }> {
  const places = `SELECT key, chunk, row, deleted FROM ${RAW_TABLE} WHERE ${stands(question)}`;
  const has = (column: string) =>
    find === '' ? '' : ` AND positionCaseInsensitiveUTF8(${column}, ${bytes(find)}) > 0`;
  const shown = question.deleted === 'with' ? '' : ' WHERE deleted = 0';
  const found = `SELECT key, chunk, row FROM (
      SELECT * FROM (${places} AND key = ''${has('text')})
      UNION ALL SELECT * FROM (${places} AND key != ''${has('key')} ${newestOfKey})
    )${shown}`;
  const [count] = await engine.look<[string]>(`SELECT count() FROM (${found})`);
  const at = await engine.look<[string, string, number]>(
    `${found} ORDER BY key, chunk, row LIMIT ${integer(limit)} OFFSET ${integer(offset)}`,
  );
  const total = Number(count?.[0] ?? 0);
  if (at.length === 0) return { rows: [], total };
  const tuples = at.map(
    ([key, chunk, row]) => `(${bytes(key)}, ${integer(Number(chunk))}, ${row})`,
  );
  const rows = await engine.look<Found>(
    `SELECT ${COLUMNS} FROM ${RAW_TABLE}
     WHERE ${ofStream(question)} AND (key, chunk, row) IN (${tuples.join(', ')})
     ORDER BY key, chunk, row`,
  );
  return { rows: rows.map(toStored), total };
}

/** As many rows as fit a page, when they are as long as those of the last one. */
function nextPage(rows: readonly StoredRawRow[], asked: number): number {
  if (rows.length === 0) return asked;
  const bytes = rows.reduce((sum, row) => sum + row.text.length + row.key.length, 0);
  return Math.min(MAX_PAGE_ROWS, Math.max(1, Math.floor((PAGE_BYTES / (bytes + 1)) * rows.length)));
}

/** A page, in fewer rows where the records are too long for the engine's memory. */
async function readPage(engine: Engine, page: PageQuestion): Promise<Page> {
  try {
    return await (page.keyed ? keyedPage(engine, page) : plainPage(engine, page));
  } catch (error) {
    if ((error as { type?: string }).type !== 'MEMORY_LIMIT_EXCEEDED' || page.rows <= 1)
      throw error;
    return readPage(engine, { ...page, rows: Math.max(1, Math.floor(page.rows / 8)) });
  }
}

const COLUMNS = 'key, chunk, row, cursor, deleted, version, extracted_at, received_at, text';

async function plainPage(engine: Engine, { question, at, rows }: PageQuestion): Promise<Page> {
  const { chunk, row } = at;
  const found = await engine.look<Found>(
    `SELECT ${COLUMNS} FROM ${RAW_TABLE}
     WHERE ${stands(question)}${changed(question)} AND key = ''
       AND (chunk > ${integer(chunk)} OR chunk = ${integer(chunk)} AND row > ${integer(row)})
     ORDER BY key, chunk, row LIMIT ${integer(rows)}`,
  );
  const page = found.map(toStored);
  const last = page.at(-1);
  return { rows: page, next: last && page.length === rows ? last : null };
}

async function keyedPage(engine: Engine, page: PageQuestion): Promise<Page> {
  const { question, at } = page;
  const since = question.after !== undefined;
  // Of all keys that have come since: one that stands no more is among them, and then has no row.
  const among = since
    ? `${ofStream(question)}${notHidden(question.hidden)}${changed(question)}`
    : stands(question);
  // As they lie and without their texts, so that no more is held than the page has.
  const keysOf = `SELECT key FROM ${RAW_TABLE} WHERE ${among} AND key > ${bytes(at.key)}
    ORDER BY key LIMIT ${integer(page.rows)}`;
  const [run] = await engine.look<[last: string, count: string]>(
    `SELECT max(key), count() FROM (${keysOf})`,
  );
  const [last = '', count = '0'] = run ?? [];
  if (Number(count) === 0) return { rows: [], next: null };
  const range = `key > ${bytes(at.key)} AND key <= ${bytes(last)}`;
  const only = since ? ` AND key IN (${keysOf})` : '';
  const found = await engine.look<Found>(
    `SELECT ${COLUMNS} FROM ${RAW_TABLE} WHERE ${stands(question)} AND ${range}${only} ${newestOfKey}`,
  );
  const next = Number(count) === page.rows ? { key: last, chunk: -1, row: -1 } : null;
  return { rows: found.map(toStored), next };
}

type Found = [
  key: string,
  chunk: string,
  row: number,
  cursor: number,
  deleted: number,
  version: number | null,
  extractedAt: number | null,
  receivedAt: string,
  text: string,
];

function toStored(found: Found): StoredRawRow {
  const [key, chunk, row, cursor, deleted, version, extractedAt, receivedAt, text] = found;
  return {
    key,
    chunk: Number(chunk),
    row,
    cursor,
    deleted: deleted === 1,
    version,
    extractedAt,
    receivedAt: Number(receivedAt),
    text,
  };
}

async function highestOf(engine: Engine, of: RawChunk): Promise<number> {
  const [found] = await engine.look<[string]>(
    `SELECT max(chunk) FROM ${RAW_TABLE} WHERE ${ofStream(of)}`,
  );
  return Number(found?.[0] ?? 0);
}

async function rowsOfChunk(engine: Engine, of: RawChunk): Promise<number> {
  const [found] = await engine.look<[string]>(
    `SELECT count() FROM ${RAW_TABLE} WHERE ${ofStream(of)} AND chunk = ${integer(of.chunk)}`,
  );
  return Number(found?.[0] ?? 0);
}
