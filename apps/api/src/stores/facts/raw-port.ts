/** A record as it arrived. */
export type RawRow = {
  /** Key values as JSON text; empty: the stream has no key, and every row stands for itself. */
  key: string;
  /** The record as JSON text, digit for digit as sent. */
  text: string;
  /** Place among the versions of its key, as the source says it (ms or any growing number); 0: it does not. */
  cursor: number;
  deleted: boolean;
  /** Version of the stream; null: none. */
  version: number | null;
  /** Ms since 1970; null: not said. */
  extractedAt: number | null;
};

/** A raw row with the place that it has in the stream. */
export type StoredRawRow = RawRow & { chunk: number; row: number; receivedAt: number };

/** Where a row lies among those of its stream. */
export type RawPlace = { key: string; chunk: number; row: number };

export type RawChunk = {
  workspaceId: string;
  streamId: string;
  /** Grows with every chunk of the instance: of two versions of a key with one cursor the later chunk wins. */
  chunk: number;
  /** Ms since 1970. */
  receivedAt: number;
};

export type RawQuestion = {
  workspaceId: string;
  streamId: string;
  /** Chunks that are not confirmed yet, or never will be. */
  hidden: readonly number[];
  /** Rows of chunks before this one are gone (a stream that was replaced as a whole); default none. */
  from?: number;
  /** Rows of chunks after this one have not come yet; default none. */
  upTo?: number;
  /** Rows of older versions, and of none, are gone; null: versions do not matter. */
  activeVersion: number | null;
  /** Only keys with a row in the chunks after this one; default all. */
  after?: number;
  /** `without`: as a table of the source (default); `with`: deleted records too, marked. */
  deleted?: 'with' | 'without';
  limit?: number;
};

/** `find`: part of the key, whatever its case; rows without a key are looked through as a whole. */
export type RawLeaf = { find: string; offset: number; limit: number };

/** Of which rows of a stream it is certain that nobody asks for them any more. */
export type RawCompaction = {
  workspaceId: string;
  streamId: string;
  hidden: readonly number[];
  /** Rows of chunks before this one are gone for good. */
  from: number;
  /** Rows of older versions, and of none, are gone for good; null: versions do not matter. */
  activeVersion: number | null;
  /** Copies in chunks after this one stay. */
  upTo: number;
  /** More copies than these are left for another time; default 3,000,000. */
  mostCopies?: number;
};
/** How many rows there were, how many of them are forgotten, and whether copies were left for another time. */
export type RawCompacted = { rows: number; dropped: number; more: boolean };

/** What may stand in several records. */
export type RepeatsQuestion = {
  question: RawQuestion;
  /** Where the value may stand in a record: names from the outside in. */
  places: readonly (readonly string[])[];
  /** Rows without a key may be versions of each other: where one is among them, all are given. */
  wholeUnkeyed: boolean;
  limit: number;
};

/**
 * Everything that arrived, in order and for good. Of the rows of one key the newest counts: greatest
 * cursor, then latest chunk and row. Append-only; the only rows that go are those of chunks that were
 * never confirmed, of workspaces that are removed, and those that `compact` finds.
 */
export interface RawStore {
  /** Durable when it resolves; the same chunk again changes nothing. */
  append(chunk: RawChunk, rows: readonly RawRow[]): Promise<void>;
  /** Forgets chunks that were never confirmed. */
  discard(workspaceId: string, streamId: string, chunks: readonly number[]): Promise<void>;
  /**
   * All that arrived and may stand, every version of it, page by page, in order of key and arrival;
   * from a place on, after which a page before has ended. With `after`: only rows of later chunks.
   */
  scan(question: RawQuestion, from: RawPlace | null): AsyncIterable<StoredRawRow[]>;
  /** What stands now, page by page, in order of key (streams without key: in order of arrival). */
  read(question: RawQuestion): AsyncIterable<StoredRawRow[]>;
  /** Some of what stands, for a person who looks: in order of key, or those whose key has a text in it. */
  leaf(question: RawQuestion, leaf: RawLeaf): Promise<{ rows: StoredRawRow[]; total: number }>;
  /**
   * Every visible row, all versions, of records of which a value at some place may stand in another record,
   * too: those and perhaps some more. In order of key and arrival; of more than `limit` rows that many.
   */
  repeats(asked: RepeatsQuestion): Promise<StoredRawRow[]>;
  /**
   * Forgets what no answer depends on, where that is worth it: rows that were replaced, and of versions of a
   * key that say the same, one after the other, all but the first and the last. A process that dies on the
   * way loses nothing else.
   */
  compact(given: RawCompaction): Promise<RawCompacted>;
  /** Rows that stand, and all that are kept. */
  count(question: RawQuestion): Promise<{ standing: number; arrived: number }>;
}
