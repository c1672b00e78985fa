import type { Engine } from './engine.ts';
import { integer, literal } from './literal.ts';
import { GONE } from './model-columns.ts';
import type { ModelPlace } from './model-port.ts';

/** A row of its record, not what says that there is none. */
export const STANDS = `deleted != ${GONE}`;

/**
 * Rows that say of a key of their table that it is gone, or that they stand for it. They may come in
 * another stream of the source than what they speak of, so they are compared with it by time.
 */
const SPEAKS = `deleted != 0 AND key != ''`;

/** When the source says that a row was changed, where its cursor is a time; else when it arrived. Ms since 1970. */
const CHANGED_AT = 'if(cursor >= 1e11 AND cursor < 1e14, cursor, received_at)';

export function ofPlace({ workspaceId, streamId, generation }: ModelPlace): string {
  return `workspace = ${literal(workspaceId)} AND stream = ${literal(streamId)} AND generation = ${integer(generation)}`;
}

function ofPlaces(places: readonly ModelPlace[]): string {
  return `(${places.map((place) => `(${ofPlace(place)})`).join(' OR ')})`;
}

/** The newest version of each record between two places. */
export function newest(name: string, range: string): string {
  return `(id, cursor, chunk, row) IN (SELECT id, w.1, w.2, w.3 FROM
    (SELECT id, max((cursor, chunk, row)) AS w FROM ${name} WHERE ${range} GROUP BY id))`;
}

export async function countNotices(
  engine: Engine,
  name: string,
  places: readonly ModelPlace[],
): Promise<number> {
  if (places.length === 0) return 0;
  const [found] = await engine.look<[string]>(
    `SELECT count() FROM ${name} WHERE ${ofPlaces(places)} AND ${SPEAKS}`,
  );
  return Number(found?.[0] ?? 0);
}

/** Gives the condition that leaves out rows of a range of which the source has said that they are gone, or merged. */
export async function notNoticed(
  engine: Engine,
  name: string,
  heard: readonly ModelPlace[] = [],
): Promise<(range: string) => string> {
  if ((await countNotices(engine, name, heard)) === 0) return () => '';
  return (range) => ` AND (id, part, cursor, chunk, row) NOT IN (${silenced(name, range, heard)})`;
}

/** Of a stream's records the newest version speaks: one that was deleted and is back does not. */
function silenced(name: string, range: string, heard: readonly ModelPlace[]): string {
  const all = ofPlaces(heard);
  const speaks = `${all} AND ${SPEAKS} AND key IN (SELECT key FROM ${name} WHERE ${range} AND deleted = 0)`;
  return `SELECT of.id, of.part, of.cursor, of.chunk, of.row FROM
    (SELECT id, part, cursor, chunk, row, key, ${CHANGED_AT} AS at FROM ${name}
      WHERE ${range} AND deleted = 0) AS of
    INNER JOIN (SELECT key, max(${CHANGED_AT}) AS at FROM ${name}
      WHERE ${speaks} AND (stream, id, cursor, chunk, row) IN (SELECT stream, id, w.1, w.2, w.3 FROM
        (SELECT stream, id, max((cursor, chunk, row)) AS w FROM ${name}
          WHERE ${all} AND id IN (SELECT id FROM ${name} WHERE ${speaks}) GROUP BY stream, id))
      GROUP BY key) AS word ON of.key = word.key
    WHERE word.at >= of.at`;
}

/** Rows of whose key another stream has said something after a chunk. */
export function spokenOf(name: string, by: ModelPlace, after: number): string {
  const speaks = `${ofPlace(by)} AND key != ''`;
  return `key IN (SELECT key FROM ${name} WHERE ${speaks} AND id IN
    (SELECT id FROM ${name} WHERE ${speaks} AND deleted != 0)
    AND id IN (SELECT id FROM ${name} WHERE ${ofPlace(by)} AND chunk > ${integer(after)}))`;
}
