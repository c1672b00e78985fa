import { breather } from '../../breather.ts';
import type { Engine } from './engine.ts';
import { integer } from './literal.ts';
import type { RawPlace, RawQuestion, StoredRawRow } from './raw-port.ts';
import { RAW_TABLE } from './raw-table.ts';
import { bytes, changed, stands } from './raw-where.ts';
import { RowBinary } from './row-binary.ts';

/** What a page aims at: the next one is on its way while it is worked on. */
const PAGE_BYTES = 8 * 1024 ** 2;
const FIRST_ROWS = 1_000;
const MAX_ROWS = 25_000;

const COLUMNS = 'key, chunk, row, cursor, deleted, version, extracted_at, received_at, text';

/** Rows that are read at once: of a page only these are held as rows, and others get their turn. */
const SLICE_ROWS = 250;

/** Rows in the order in which they lie, so that nothing is sorted and nothing held. */
export async function* scanRaw(
  engine: Engine,
  question: RawQuestion,
  from: RawPlace | null,
): AsyncGenerator<StoredRawRow[]> {
  let coming = page(engine, { question, from, rows: FIRST_ROWS });
  for (;;) {
    const { bytes: found, asked } = await coming;
    const { count, last } = await look(found);
    if (!last) return;
    const more = count === asked;
    if (more) {
      coming = page(engine, { question, from: last, rows: nextRows(found.length, count) });
      // Its fault is told when it is waited for.
      coming.catch(() => {});
    }
    const rows = new RowBinary(found);
    while (!rows.done) yield read(rows, SLICE_ROWS);
    if (!more) return;
  }
}

type Asked = { question: RawQuestion; from: RawPlace | null; rows: number };

async function page(
  engine: Engine,
  { question, from, rows }: Asked,
): Promise<{ bytes: Buffer; asked: number }> {
  const after = from ? ` AND ${beyond(from)}` : '';
  try {
    const found = await engine.pull(
      `SELECT ${COLUMNS} FROM ${RAW_TABLE} WHERE ${stands(question)}${changed(question)}${after}
       ORDER BY key, chunk, row LIMIT ${integer(rows)}`,
    );
    return { bytes: found, asked: rows };
  } catch (error) {
    // Records that are too long for the engine's memory come in shorter pages.
    if ((error as { type?: string }).type !== 'MEMORY_LIMIT_EXCEEDED' || rows <= 1) throw error;
    return page(engine, { question, from, rows: Math.max(1, Math.floor(rows / 8)) });
  }
}

function beyond({ key, chunk, row }: RawPlace): string {
  const same = `key = ${bytes(key)} AND (chunk > ${integer(chunk)} OR chunk = ${integer(chunk)} AND row > ${integer(row)})`;
  return `key >= ${bytes(key)} AND (key > ${bytes(key)} OR ${same})`;
}

function nextRows(bytesOf: number, rows: number): number {
  return Math.min(MAX_ROWS, Math.max(1, Math.floor((PAGE_BYTES / bytesOf) * rows)));
}

/** How many rows there are, and the last: what follows it can be asked for before these are read. */
async function look(bytesOf: Buffer): Promise<{ count: number; last: StoredRawRow | null }> {
  const from = new RowBinary(bytesOf);
  const breathe = breather();
  let count = 0;
  let at = 0;
  for (; !from.done; count++) {
    const due = count % SLICE_ROWS === 0 ? breathe() : null;
    if (due) await due;
    at = from.at;
    from.skipText();
    // Chunk, row, cursor, deleted.
    from.skip(8 + 4 + 8 + 1);
    from.nullableFloat64();
    from.nullableFloat64();
    from.skip(8);
    from.skipText();
  }
  if (count === 0) return { count, last: null };
  from.at = at;
  return { count, last: read(from, 1)[0] ?? null };
}

function read(from: RowBinary, most: number): StoredRawRow[] {
  const rows: StoredRawRow[] = [];
  while (!from.done && rows.length < most)
    rows.push({
      key: from.text(),
      chunk: from.uint64(),
      row: from.uint32(),
      cursor: from.float64(),
      deleted: from.uint8() === 1,
      version: from.nullableFloat64(),
      extractedAt: from.nullableFloat64(),
      receivedAt: from.uint64(),
      text: from.text(),
    });
  return rows;
}
