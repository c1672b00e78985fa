import { createHash } from 'node:crypto';
import { parseRecord, pathPlaces, repeated, uniqueValues } from '@openmops/domain/packs';
import { type Issue, MopsError } from '@openmops/domain/shared';
import type { RawQuestion, RawStore, StoredRawRow } from '../../stores/facts/raw-port.ts';
import type { ChosenMapping } from './choose-mapping.ts';
import { placeOf } from './map-rows.ts';

/** More rows than this are not held in memory; a field of which so many repeat is no unique one. */
const MOST_ROWS = 200_000;

type At = Pick<StoredRawRow, 'chunk' | 'row'>;

/** Rows whose value another record has, that came before. */
export type Repeats = {
  /** What is wrong with a row; empty: nothing. */
  of(row: At): readonly Issue[];
  /**
   * Of all such rows up to a chunk, as a text that changes when other records have other values; empty: there
   * are none. Not of where they lie: copies of them are forgotten.
   */
  hash(upTo: number): string;
};

export const NO_REPEATS: Repeats = { of: () => [], hash: () => '' };

/**
 * Finds the rows that break what is agreed to be unique. Of all records that stand with a value, the one that
 * has had it for longest keeps it; rows of others are repeats, whichever delivery brought them. What this says is a
 * function of what stands, not of how it arrived.
 */
export async function findRepeats(
  raw: RawStore,
  question: RawQuestion,
  chosen: Pick<ChosenMapping, 'stream' | 'mapper' | 'byModelKey'>,
): Promise<Repeats> {
  const { stream, mapper, byModelKey } = chosen;
  const paths = stream.contract.unique ?? [];
  if (paths.length === 0) return NO_REPEATS;
  const valuesOf = uniqueValues(stream.contract);
  const found = new Map<string, Issue[]>();
  /** Record, path and value → the chunk in which they came first. */
  const said = new Map<string, number>();
  for (const [index, path] of paths.entries()) {
    const asked = { question, places: pathPlaces(path), wholeUnkeyed: stream.key.length > 0 };
    const rows = await raw.repeats({ ...asked, limit: MOST_ROWS });
    if (rows.length === MOST_ROWS) throw tooMany(path);
    const read = rows.map((row) => {
      const record = parseRecord(row.text);
      const mapped = mapper.map(record, row.receivedAt, row.deleted);
      const { id, cursor } = placeOf(row, mapped, byModelKey);
      const counts = !mapped.deleted && mapped.skipped === null && mapped.problems.length === 0;
      return { row, id, cursor, counts, value: valuesOf(record)[index] ?? null };
    });
    for (const { row, id, value, first } of repeatsOf(read)) {
      const issues = found.get(placeName(row)) ?? [];
      issues.push(repeated(path, { value, first: first.row.key }));
      found.set(placeName(row), issues);
      const what = JSON.stringify([id, path, value]);
      said.set(what, Math.min(row.chunk, said.get(what) ?? row.chunk));
    }
  }
  if (found.size === 0) return NO_REPEATS;
  return {
    of: (row) => found.get(placeName(row)) ?? [],
    hash(upTo) {
      const known = [...said].flatMap(([what, chunk]) => (chunk <= upTo ? what : []));
      if (known.length === 0) return '';
      return createHash('sha256').update(known.sort().join('\n')).digest('hex');
    },
  };
}

type Read = {
  row: StoredRawRow;
  id: string;
  cursor: number;
  /** Otherwise it keeps no value: it is gone, or stands aside anyway. */
  counts: boolean;
  value: string | null;
};

type Repeat = { row: StoredRawRow; id: string; value: string; first: Read };

function repeatsOf(read: readonly Read[]): Repeat[] {
  const keepers = new Map<string, { one: Read; since: Read }>();
  for (const versions of Map.groupBy(read, ({ id }) => id).values()) {
    versions.sort((one, other) => one.cursor - other.cursor || arrived(one, other));
    const one = versions.at(-1);
    if (!one?.counts || one.value === null) continue;
    // It has the value since the first of the versions that have it without a break: sent again is not later.
    const other = versions.findLastIndex(({ value }) => value !== one.value);
    const since = versions.slice(other + 1).sort(arrived)[0] ?? one;
    const known = keepers.get(one.value);
    if (!known || arrived(known.since, since) > 0) keepers.set(one.value, { one, since });
  }
  return read.flatMap(({ row, id, value }) => {
    const keeper = value === null ? undefined : keepers.get(value)?.one;
    return value === null || keeper === undefined || keeper.id === id
      ? []
      : [{ row, id, value, first: keeper }];
  });
}

const arrived = (one: Read, other: Read) =>
  one.row.chunk - other.row.chunk || one.row.row - other.row.row;

const placeName = ({ chunk, row }: At) => `${chunk}.${row}`;

function tooMany(path: string): MopsError {
  return new MopsError(
    'LIMIT',
    `More than ${MOST_ROWS.toLocaleString('en')} rows have a value of ${path} that others have, too.`,
    'It is no field that is unique: take it out of the contract. Or give the stream its key.',
  );
}
