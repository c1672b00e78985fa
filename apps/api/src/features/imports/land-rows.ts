import type { FactRow, Mapper } from '@openmops/domain/sources';
import { readRows, type TableFile } from './read/read-table.ts';

/** Facts of one write: large enough to be fast, small enough that the server goes on answering. */
export const CHUNK_ROWS = 50_000;

export type Chunk = { chunk: number; firstLine: number; lastLine: number; rows: FactRow[] };

/**
 * Reads the whole file through the mapper and hands out its facts in chunks of a fixed size, up to
 * two chunks being written, in their order, while the next is read. The same file gives the same chunks every time.
 */
export async function landRows(given: {
  file: TableFile;
  delimiter: string;
  mapper: Mapper;
  /** `before`: the chunk before is done; a chunk may be acknowledged only after it. */
  land: (chunk: Chunk, before: Promise<void>) => Promise<void>;
}): Promise<number> {
  const { file, delimiter, mapper, land } = given;
  let facts: FactRow[] = [];
  let chunks = 0;
  let before: Promise<void> = Promise.resolve();
  let writing: Promise<void> = Promise.resolve();
  const flush = async (rows: FactRow[]) => {
    await before;
    before = writing;
    const first = rows[0]?.line ?? 0;
    const last = rows.at(-1)?.line ?? first;
    writing = land({ chunk: chunks++, firstLine: first, lastLine: last, rows }, before);
    // Its failure is met at the next `await`; until then it must not count as unhandled.
    writing.catch(() => {});
  };
  try {
    for await (const rows of readRows(file, delimiter)) {
      for (const row of rows) mapper.push(row, facts);
      while (facts.length >= CHUNK_ROWS) {
        const rest = facts.length > CHUNK_ROWS ? facts.splice(CHUNK_ROWS) : [];
        await flush(facts);
        facts = rest;
      }
    }
    if (facts.length > 0) await flush(facts);
  } finally {
    // Nothing may still be writing when what was written is taken back.
    await Promise.allSettled([before, writing]);
  }
  await writing;
  return chunks;
}
