import { FactColumns, type Mapper } from '@openmops/domain/sources';
import { mapRows, type TableFile } from './read/read-table.ts';

/** Facts of one write: large enough to be fast, small enough that the server goes on answering. */
export const CHUNK_ROWS = 50_000;

export type Chunk = { chunk: number; firstLine: number; lastLine: number; rows: FactColumns };

/**
 * Takes the whole file through the mapper and hands out its facts in chunks of a fixed size, up to
 * two chunks being written, in their order, while the next is read. The same file gives the same
 * chunks every time. The columns of a chunk are filled anew once it is written.
 */
export async function landRows(given: {
  file: TableFile;
  delimiter: string;
  mapper: Mapper;
  /** `before`: the chunk before is done; a chunk may be acknowledged only after it. */
  land: (chunk: Chunk, before: Promise<void>) => Promise<void>;
}): Promise<number> {
  const { file, delimiter, mapper, land } = given;
  const { dims, measures } = mapper.batch;
  const shape = { dims: dims.length, measures: measures.length, capacity: CHUNK_ROWS };
  const free: FactColumns[] = [];
  let facts = new FactColumns(shape);
  let chunks = 0;
  let before: Promise<void> = Promise.resolve();
  let writing: Promise<void> = Promise.resolve();
  const flush = async () => {
    const rows = facts;
    const next = free.pop() ?? new FactColumns(shape);
    next.clear();
    rows.moveRest(CHUNK_ROWS, next);
    await before;
    before = writing;
    const firstLine = rows.lines[0] ?? 0;
    const lastLine = rows.lines[rows.length - 1] ?? firstLine;
    writing = land({ chunk: chunks++, firstLine, lastLine, rows }, before).then(() => {
      free.push(rows);
    });
    // Its failure is met at the next `await`; until then it must not count as unhandled.
    writing.catch(() => {});
    facts = next;
  };
  try {
    const to = { mapper, columns: () => facts, enough: CHUNK_ROWS };
    for await (const _full of mapRows(file, delimiter, to)) await flush();
    if (facts.length > 0) await flush();
  } finally {
    // Nothing may still be writing when what was written is taken back.
    await Promise.allSettled([before, writing]);
  }
  await writing;
  return chunks;
}
