import { randomUUID } from 'node:crypto';
import { MopsError } from '@openmops/domain/shared';
import type { FactRow } from '@openmops/domain/sources';
import type { Engine } from './engine.ts';
import { toNative } from './native-block.ts';
import type { LandedBatch } from './port.ts';
import { dimColumn, integer, literal, measureColumn, partition } from './sql.ts';
import { FIXED_COLUMNS, MONTH, ORIGIN_COLUMNS } from './tables.ts';

/** More rows would no longer be one block, and so no longer all or nothing. */
const MAX_CHUNK_ROWS = 200_000;

export type Lander = {
  land(batch: LandedBatch, chunk: number, rows: FactRow[]): Promise<void>;
  unland(workspaceId: string, batchId: string, fromChunk: number): Promise<void>;
};

/**
 * Writes chunks. A chunk is one block with a part per month, and each part is there as a whole or
 * not at all. Of a chunk that a crash broke off some months may be there: whoever continues an
 * import first takes back what was not acknowledged. Which chunks of a batch are there is asked
 * once per batch and then known.
 */
export function createLander(engine: Engine): Lander {
  const landed = new Map<string, Promise<Set<number>>>();

  async function chunksOf(workspaceId: string, batchId: string): Promise<Set<number>> {
    const found = await engine.look<[number]>(
      `SELECT DISTINCT chunk FROM landed WHERE ${ofBatch(workspaceId, batchId)}`,
    );
    return new Set(found.map(([chunk]) => Number(chunk)));
  }

  /** One at a time per batch: two writers of one chunk must not both find it missing. */
  function inTurn(
    workspaceId: string,
    batchId: string,
    work: (chunks: Set<number>) => Promise<Set<number>>,
  ): Promise<void> {
    const key = `${workspaceId}/${batchId}`;
    const turn = (landed.get(key) ?? chunksOf(workspaceId, batchId)).then(work);
    landed.set(key, turn);
    if (landed.size > 200) for (const old of [...landed.keys()].slice(0, 100)) landed.delete(old);
    return turn.then(
      () => undefined,
      (error: unknown) => {
        landed.delete(key);
        throw error;
      },
    );
  }

  return {
    async land(batch, chunk, rows) {
      if (rows.length > MAX_CHUNK_ROWS)
        throw new MopsError('LIMIT', `A chunk has at most ${MAX_CHUNK_ROWS} rows.`);
      // Made while the chunk before is still on its way; the rows are not needed any more.
      const write = writing(engine, { batch, chunk, rows });
      return inTurn(batch.workspaceId, batch.batchId, async (chunks) => {
        if (chunks.has(chunk)) return chunks;
        await write();
        return chunks.add(chunk);
      });
    },
    unland: (workspaceId, batchId, fromChunk) =>
      inTurn(workspaceId, batchId, async (known) => {
        // Another process may have gone on with the batch since.
        const chunks = engine.shared ? await chunksOf(workspaceId, batchId) : known;
        if (![...chunks].some((chunk) => chunk >= fromChunk)) return chunks;
        await remove(engine, { workspaceId, batchId, fromChunk });
        return new Set([...chunks].filter((chunk) => chunk < fromChunk));
      }),
  };
}

/**
 * Takes rows back month by month: a month of which nothing stays is dropped, any other is written
 * anew without them and put in place in one step. Deleting in place would wait for the engine's
 * own time for such work.
 */
async function remove(
  engine: Engine,
  of: { workspaceId: string; batchId: string; fromChunk: number },
): Promise<void> {
  const gone = `${ofBatch(of.workspaceId, of.batchId)} AND chunk >= ${integer(of.fromChunk)}`;
  const found = await engine.look<[string, number, number]>(
    `SELECT dataset, ${MONTH}, countIf(NOT (${gone})) FROM landed
     WHERE workspace = ${literal(of.workspaceId)} GROUP BY 1, 2 HAVING countIf(${gone}) > 0`,
  );
  for (const [dataset, month, staying] of found) {
    const where = partition(of.workspaceId, dataset, month);
    if (Number(staying) === 0) {
      await engine.run(`ALTER TABLE landed DROP PARTITION ${where}`);
      continue;
    }
    const rest = `staging_${randomUUID().replaceAll('-', '')}`;
    await engine.run(`CREATE TABLE ${rest} AS landed`);
    try {
      await engine.run(
        `INSERT INTO ${rest} SELECT * FROM landed
         WHERE workspace = ${literal(of.workspaceId)} AND dataset = ${literal(dataset)}
           AND ${MONTH} = ${integer(Number(month))} AND NOT (${gone})`,
      );
      await engine.run(`ALTER TABLE landed REPLACE PARTITION ${where} FROM ${rest}`);
    } finally {
      await engine.run(`DROP TABLE ${rest} SYNC`);
    }
  }
}

/** The chunk as the engine takes it fastest. */
function writing(
  engine: Engine,
  { batch, chunk, rows }: { batch: LandedBatch; chunk: number; rows: FactRow[] },
): () => Promise<void> {
  if (rows.length === 0) return async () => {};
  const { insertBlock } = engine;
  if (insertBlock) {
    const { columns, block } = toNative(batch, chunk, rows);
    return () => insertBlock('landed', columns, block);
  }
  const columns = [
    ...ORIGIN_COLUMNS,
    ...FIXED_COLUMNS,
    ...batch.dims.filter((dim) => dim !== 'account').map(dimColumn),
    ...batch.measures.map(measureColumn),
  ];
  const text = toTsv(batch, chunk, rows);
  return () => engine.insert('landed', columns, text);
}

function ofBatch(workspaceId: string, batchId: string): string {
  return `workspace = ${literal(workspaceId)} AND batch = ${literal(batchId)}`;
}

const SPECIAL = /[\\\t\n\r\0]/;
const EVERY_SPECIAL = /[\\\t\n\r\0]/g;
const ESCAPES: Record<string, string> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\0': '\\0',
};

function cell(text: string | null | undefined): string {
  if (text === null || text === undefined) return '\\N';
  return SPECIAL.test(text) ? text.replace(EVERY_SPECIAL, (char) => ESCAPES[char] ?? char) : text;
}

/** The rows as tab-separated text: six times faster to write than objects. */
function toTsv(batch: LandedBatch, chunk: number, rows: FactRow[]): Buffer {
  const origin = `${cell(batch.batchId)}\t${batch.seq}\t${chunk}\t`;
  const who = `\t${cell(batch.workspaceId)}\t${cell(batch.dataset)}\t${cell(batch.source)}\t`;
  const shape = `\t${cell(batch.shape)}\t`;
  const account = batch.dims.indexOf('account');
  const lines: string[] = [];
  for (const row of rows) {
    const name = (account >= 0 ? row.dims[account] : null) ?? batch.account;
    let line = `${origin}${row.line}${who}${cell(name)}${shape}${row.day}\t${row.dayTo}\t${cell(row.currency)}`;
    for (let at = 0; at < batch.dims.length; at++)
      if (at !== account) line += `\t${cell(row.dims[at])}`;
    for (let at = 0; at < batch.measures.length; at++)
      line += `\t${whole(row.values[at], batch, at, row)}`;
    lines.push(line);
  }
  lines.push('');
  return Buffer.from(lines.join('\n'), 'utf8');
}

function whole(
  value: number | null | undefined,
  batch: LandedBatch,
  at: number,
  row: FactRow,
): string {
  if (value === null || value === undefined) return '\\N';
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value);
  throw new MopsError(
    'INVALID',
    `The value of ${batch.measures[at]} on line ${row.line} is not a whole number of millionths: ${value}.`,
    'Values are stored exactly, between −9 and 9 thousand million units.',
  );
}
