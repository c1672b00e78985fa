import type { Engine } from './engine.ts';
import { integer, literal } from './literal.ts';
import type { RawCompacted, RawCompaction } from './raw-port.ts';
import { RAW_COPIES, RAW_TABLE } from './raw-table.ts';
import { notHidden, number, ofStream } from './raw-where.ts';

/** Below these a stream is left as it is: what goes is rewritten with all that stays. */
const LEAST_ROWS = 1_000;
const LEAST_SHARE = 0.2;
/** So many are named at once that it fits into the memory. */
const MOST_COPIES = 3_000_000;

/**
 * Forgets the rows of a stream that nobody can ask for any more. Which copies go is written down first, so
 * that a process that dies in between has only begun: what goes is the same whenever it is looked for.
 */
export async function compactRaw(engine: Engine, given: RawCompaction): Promise<RawCompacted> {
  const { workspaceId, streamId, mostCopies = MOST_COPIES } = given;
  const gone = outOfDate(given);
  const [counted] = await engine.look<[string, string]>(
    `SELECT count(), countIf(${gone}) FROM ${RAW_TABLE} WHERE ${ofStream(given)}`,
  );
  const rows = Number(counted?.[0] ?? 0);
  if (rows < LEAST_ROWS) return { rows, dropped: 0, more: false };
  const partition = `(${literal(workspaceId)}, ${literal(streamId)})`;
  const forget = () => engine.run(`ALTER TABLE ${RAW_COPIES} DROP PARTITION ${partition}`);
  // What a process has left that died.
  await forget();
  await engine.run(
    `INSERT INTO ${RAW_COPIES} SELECT workspace, stream, chunk, row FROM (${copies(given)})
     LIMIT ${integer(mostCopies)}`,
  );
  const [named] = await engine.look<[string]>(
    `SELECT count() FROM ${RAW_COPIES} WHERE ${ofStream(given)}`,
  );
  const dropped = Number(counted?.[1] ?? 0) + Number(named?.[0] ?? 0);
  const more = Number(named?.[0] ?? 0) >= mostCopies;
  // Of a stream so long that its share is never reached at once, they go piece by piece.
  if (more || dropped >= Math.max(LEAST_ROWS, rows * LEAST_SHARE)) {
    const isCopy = `(chunk, row) IN (SELECT chunk, row FROM ${RAW_COPIES} WHERE ${ofStream(given)})`;
    await engine.run(
      `ALTER TABLE ${RAW_TABLE} DELETE IN PARTITION ${partition} WHERE ${gone} OR ${isCopy}`,
    );
    await forget();
    return { rows, dropped, more };
  }
  await forget();
  return { rows, dropped: 0, more: false };
}

/** Replaced as a whole, or of an older version: neither number ever gets smaller. */
function outOfDate({ from, activeVersion }: RawCompaction): string {
  const replaced = `chunk < ${integer(from)}`;
  if (activeVersion === null) return replaced;
  return `(${replaced} OR ifNull(version < ${number(activeVersion)}, 1))`;
}

/**
 * Of versions of a key that follow each other and say the same, those between the first and the last: when it
 * was first said and when it was last said both stay, and every version that says something else.
 */
function copies(given: RawCompaction): string {
  const { hidden, upTo } = given;
  const said = `sipHash128(text, cursor, deleted, ifNull(toString(version), 'none'))`;
  const around = (what: string) =>
    `${what}(said) OVER (PARTITION BY key ORDER BY chunk, row ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING)`;
  return `SELECT workspace, stream, chunk, row FROM (
      SELECT workspace, stream, chunk, row, said,
        ${around('lagInFrame')} AS before, ${around('leadInFrame')} AS next
      FROM (
        SELECT workspace, stream, key, chunk, row, ${said} AS said FROM ${RAW_TABLE}
        WHERE ${ofStream(given)}${notHidden(hidden)} AND key != ''
          AND chunk <= ${integer(upTo)} AND NOT ${outOfDate(given)}))
    WHERE said = before AND said = next`;
}
