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

/** Rows in the order in which they lie, so that nothing is sorted and nothing held. */
export async function* scanRaw(
  engine: Engine,
  question: RawQuestion,
  from: RawPlace | null,
): AsyncGenerator<StoredRawRow[]> {
  let coming = page(engine, { question, from, rows: FIRST_ROWS });
  for (;;) {
    const { found, asked } = await coming;
    const last = found.at(-1);
    if (!last) return;
    const more = found.length === asked;
    if (more) {
      coming = page(engine, { question, from: last, rows: nextRows(found) });
      // Its fault is told when it is waited for.
      coming.catch(() => {});
    }
    yield found;
    if (!more) return;
  }
}

type Asked = { question: RawQuestion; from: RawPlace | null; rows: number };

async function page(
  engine: Engine,
  { question, from, rows }: Asked,
): Promise<{ found: StoredRawRow[]; asked: number }> {
  const after = from ? ` AND ${beyond(from)}` : '';
  try {
    const found = await engine.pull(
      `SELECT ${COLUMNS} FROM ${RAW_TABLE} WHERE ${stands(question)}${changed(question)}${after}
       ORDER BY key, chunk, row LIMIT ${integer(rows)}`,
    );
    return { found: read(found), asked: rows };
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

function nextRows(rows: readonly StoredRawRow[]): number {
  const size = rows.reduce((sum, row) => sum + row.text.length + row.key.length, 0);
  return Math.min(MAX_ROWS, Math.max(1, Math.floor((PAGE_BYTES / (size + 1)) * rows.length)));
}

function read(bytesOf: Buffer): StoredRawRow[] {
  const from = new RowBinary(bytesOf);
  const rows: StoredRawRow[] = [];
  while (!from.done)
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
