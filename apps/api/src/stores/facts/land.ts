import { randomUUID } from 'node:crypto';
import { STORED_DATASETS } from '@openmops/domain/catalogue';
import { MopsError } from '@openmops/domain/shared';
import { FactColumns, type FactRow } from '@openmops/domain/sources';
import type { Engine } from './engine.ts';
import { integer, literal, partition } from './literal.ts';
import { reuse, toNative } from './native-block.ts';
import type { LandedBatch } from './port.ts';
import { dimColumn, measureColumn } from './sql.ts';
import { MONTH, type Tables, tableOf } from './tables.ts';

/** More rows would no longer be one block, and so no longer all or nothing. */
const MAX_CHUNK_ROWS = 200_000;

export type Lander = {
  land(batch: LandedBatch, chunk: number, rows: FactColumns | FactRow[]): Promise<void>;
  unland(workspaceId: string, batchId: string, fromChunk: number): Promise<void>;
};

/** `datasets`: where rows of the batch may be; which one is known when it lands. */
type Place = { workspaceId: string; batchId: string; datasets: readonly string[] };

/**
 * Writes chunks. A chunk is one block with a part per month, and each part is there as a whole or
 * not at all. Of a chunk that a crash broke off some months may be there: whoever continues an
 * import first takes back what was not acknowledged. Which chunks of a batch are there is asked
 * once per batch and then known.
 */
export function createLander(at: {
  engine: Engine;
  tables: Tables;
  /** Runs work that changes tables when no other does. */
  alone: (work: () => Promise<void>) => Promise<void>;
}): Lander {
  const { engine, tables, alone } = at;
  const landed = new Map<string, Promise<Set<number>>>();

  async function chunksOf(
    workspaceId: string,
    batchId: string,
    datasets: readonly string[],
  ): Promise<Set<number>> {
    const found = await engine.look<[number]>(
      datasets
        .map(
          (dataset) =>
            `SELECT DISTINCT chunk FROM ${tableOf('landed', dataset)} WHERE ${ofBatch(workspaceId, batchId)}`,
        )
        .join(' UNION ALL '),
    );
    return new Set(found.map(([chunk]) => Number(chunk)));
  }

  /** A batch may bring columns that its dataset has not had. */
  async function ready({ dataset, dims, measures }: LandedBatch): Promise<void> {
    const columns = [
      ...dims.filter((dim) => dim !== 'account').map(dimColumn),
      ...measures.map(measureColumn),
    ];
    if (columns.every((column) => tables.has(dataset, column))) return;
    await alone(() => tables.ensure(dataset, columns));
  }

  /** One at a time per batch: two writers of one chunk must not both find it missing. */
  function inTurn(
    { workspaceId, batchId, datasets }: Place,
    work: (chunks: Set<number>) => Promise<Set<number>>,
  ): Promise<void> {
    const key = `${workspaceId}/${batchId}`;
    const turn = (landed.get(key) ?? chunksOf(workspaceId, batchId, datasets)).then(work);
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
      const facts = Array.isArray(rows) ? FactColumns.of(rows) : rows;
      const write = writing(engine, { batch, chunk, rows: facts });
      return inTurn({ ...batch, datasets: [batch.dataset] }, async (chunks) => {
        if (chunks.has(chunk)) return chunks;
        await ready(batch);
        await write();
        return chunks.add(chunk);
      });
    },
    unland: (workspaceId, batchId, fromChunk) =>
      inTurn({ workspaceId, batchId, datasets: STORED_DATASETS }, async (known) => {
        // Another process may have gone on with the batch since.
        const chunks = engine.shared
          ? await chunksOf(workspaceId, batchId, STORED_DATASETS)
          : known;
        if (![...chunks].some((chunk) => chunk >= fromChunk)) return chunks;
        await alone(() => remove(engine, { workspaceId, batchId, fromChunk }));
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
    STORED_DATASETS.map(
      (dataset) => `SELECT dataset, ${MONTH} AS month, countIf(NOT (${gone}))
       FROM ${tableOf('landed', dataset)} WHERE workspace = ${literal(of.workspaceId)}
       GROUP BY dataset, month HAVING countIf(${gone}) > 0`,
    ).join(' UNION ALL '),
  );
  for (const [dataset, month, staying] of found) {
    const where = partition(of.workspaceId, dataset, month);
    const landed = tableOf('landed', dataset);
    if (Number(staying) === 0) {
      await engine.run(`ALTER TABLE ${landed} DROP PARTITION ${where}`);
      continue;
    }
    const rest = `staging_${randomUUID().replaceAll('-', '')}`;
    await engine.run(`CREATE TABLE ${rest} AS ${landed}`);
    try {
      await engine.run(
        `INSERT INTO ${rest} SELECT * FROM ${landed}
         WHERE workspace = ${literal(of.workspaceId)} AND dataset = ${literal(dataset)}
           AND ${MONTH} = ${integer(Number(month))} AND NOT (${gone})`,
      );
      await engine.run(`ALTER TABLE ${landed} REPLACE PARTITION ${where} FROM ${rest}`);
    } finally {
      await engine.run(`DROP TABLE ${rest} SYNC`);
    }
  }
}

/** The chunk as the engine takes it. */
function writing(
  engine: Engine,
  { batch, chunk, rows }: { batch: LandedBatch; chunk: number; rows: FactColumns },
): () => Promise<void> {
  if (rows.length === 0) return async () => {};
  const { columns, block } = toNative(batch, chunk, rows);
  return async () => {
    await engine.insertBlock(tableOf('landed', batch.dataset), columns, block);
    reuse(block);
  };
}

function ofBatch(workspaceId: string, batchId: string): string {
  return `workspace = ${literal(workspaceId)} AND batch = ${literal(batchId)}`;
}
