import type { ModelTableId, ModelValue } from '@openmops/domain/model';
import type { ModelRows } from './model-rows.ts';
import type { LandedBatch } from './port.ts';

/** Rows that were set aside lie beside the tables of the model, in the same way. */
export type StoredTableId = ModelTableId | 'quarantine';

/** What a stream has become by one mapping: a mapping that changes begins a new generation. */
export type ModelPlace = { workspaceId: string; streamId: string; generation: number };

/** A row that a record became. */
export type ModelRowIn = {
  /** Tells records of the stream apart: of two versions of a record the newer stands, whole. */
  id: string;
  /** Place among the rows of the record in this table. */
  part: number;
  /** Which mapping of the stream has made it. */
  mapping: number;
  /** The values of the table's key as JSON text. */
  key: string;
  cursor: number;
  chunk: number;
  row: number;
  /** Ms since 1970. */
  receivedAt: number;
  /** The record has no row in this table any more; with a key: that row is gone in the whole source. */
  deleted: boolean;
  /** The row now stands for what had its key in the whole source. */
  instead?: boolean;
  values: Readonly<Record<string, ModelValue>>;
};

export type ModelRowOut = Omit<ModelRowIn, 'deleted' | 'instead' | 'chunk' | 'row' | 'cursor'>;

export type ModelQuestion = ModelPlace & {
  table: StoredTableId;
  /** Which fields; default all that rows have brought. */
  fields?: readonly string[];
  /** Only rows with one of these keys. */
  keys?: readonly string[];
  /** Only rows of which one of these fields has one of these values (addresses in any case, without a tag). */
  any?: readonly { field: string; values: readonly string[] }[];
  /** Streams that may say that rows are gone, or merged into others: those of the source. */
  heard?: readonly ModelPlace[];
  /** Only rows of things with one of these keys. */
  things?: Things;
  /** Only rows of which a day field lies in one of these months (202603), or within a day of it. */
  in?: { dayFields: readonly string[]; months: readonly number[] };
};

/**
 * Rows of one thing that must be read together: the first of these that is filled names it. A part
 * of all things, so that a question need not hold them all: those with the remainder `at` of `of`.
 */
export type Things = { fields: readonly (readonly string[])[]; at: number; of: number };

/** What is said of a campaign, an ad group, an ad or an account. */
export type ThingName = {
  level: string;
  id: string;
  name: string | null;
  account: string | null;
  channel: string | null;
  /** Of an account. */
  currency: string | null;
};

/** Rows of a table by day that are added up as they are: dimensions and measures are fields of the same name. */
export type ModelSumQuestion = ModelPlace & {
  table: ModelTableId;
  /** Month → the batch that its sums are landed as; all with the same dimensions and measures. */
  batches: ReadonlyMap<number, LandedBatch>;
  /** Of rows that name none. */
  currency: string;
  channel: string | null;
  /** Null: nothing is joined. */
  names: readonly ThingName[] | null;
};

/** A reason for which records were set aside, and how many. */
export type QuarantineReason = {
  code: string;
  field: string | null;
  message: string;
  hint: string;
  rows: number;
  /** Ms since 1970. */
  firstSeen: number;
};

/**
 * The rows of the model, as the records of each stream say them. Append-only within a generation:
 * of a record the newest version stands (cursor, then chunk and row), with all its rows.
 */
export interface ModelStore {
  /** The same rows again change nothing. */
  put(at: ModelPlace, table: StoredTableId, rows: readonly ModelRowIn[] | ModelRows): Promise<void>;
  /** What stands, page by page, in order of record and part. */
  read(question: ModelQuestion): AsyncIterable<ModelRowOut[]>;
  count(question: ModelQuestion): Promise<number>;
  /** The months in which records that came after a chunk have a day, or have had one. */
  months(
    question: ModelPlace & {
      table: StoredTableId;
      dayFields: readonly string[];
      after: number | null;
      /** Of all rows of the things that came after it. */
      things?: Things['fields'];
    },
  ): Promise<number[]>;
  /** How many rows of a table a stream says to be gone, or to stand for others. */
  notices(at: ModelPlace, table: StoredTableId): Promise<number>;
  /** The months in which rows have a day of which another stream has spoken after a chunk. */
  noticedMonths(
    question: ModelPlace & {
      table: StoredTableId;
      dayFields: readonly string[];
      by: ModelPlace;
      after: number;
    },
  ): Promise<number[]>;
  /** Why records of a stream stand aside. */
  reasons(at: ModelPlace): Promise<QuarantineReason[]>;
  /** Forgets generations of a stream, or all of it. */
  drop(at: { workspaceId: string; streamId: string; keep: readonly number[] }): Promise<void>;
}
