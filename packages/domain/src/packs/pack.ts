import type { ModelTableId } from '../model/index.ts';
import type { QualityRule } from '../quality/index.ts';
import type { SourceId } from '../sources/index.ts';

/**
 * How a value of a source is read, where the type of the model's field does not say it.
 * `micros`: money in millionths. `cents`: money in hundredths. `share`: 0 to 1 from per cent.
 * `lower`: lower case. `host`: the host of an address. `epochSeconds`: an instant in seconds.
 * `last`: the part of a resource name after the last slash or colon. `not`: the opposite.
 */
export type ReadAs =
  | 'micros'
  | 'cents'
  | 'share'
  | 'lower'
  | 'host'
  | 'epochSeconds'
  | 'last'
  | 'not';

/**
 * Where a field of the model comes from: paths in the record, dots between names, `|` between
 * alternatives, the first that is there counts (`properties.amount|property_amount|amount`).
 */
export type FieldSource =
  | string
  | {
      from: string;
      as?: ReadAs;
      /** Values of the source (lower case) → value that is kept; others stay as they are. */
      values?: Readonly<Record<string, string>>;
    }
  /** The same for every record. */
  | { fixed: string | number | boolean };

/** What a record becomes in one table. */
export type PackMapping = {
  table: ModelTableId;
  /** Only records whose path has one of these values (as text, lower case); `['*']`: any value but none. */
  when?: readonly { path: string; is: readonly string[] }[];
  fields: Readonly<Record<string, FieldSource>>;
  /** The record says that the row is gone, of which it brings no more than the key. */
  gone?: boolean;
  /** The row is what now stands for another record of the source, whose key it names: one that was merged. */
  another?: boolean;
};

type Json = Readonly<Record<string, unknown>>;

/** One stream of a system, whatever program reads it. */
export type PackStream = {
  /** Of this stream, the same for every connector: `contacts`, `ad_daily`. */
  id: string;
  name: string;
  /**
   * Names under which connectors send it, compared without case, `_`, `-` and spaces; `*`: any, where
   * the source is known.
   */
  names: readonly string[];
  /** Paths (with alternatives) that a record or its schema must have, so that a common name is not mistaken. */
  marks: readonly string[];
  /** Paths of the source's own key, with alternatives. */
  key: readonly string[];
  /** Path that grows with every change of a record: decides which of two versions is newer; null: the order of arrival. */
  cursor: string | null;
  /** Path that says that the record is gone (true, 1, a time, `archived`); null: never said. */
  deleted: string | null;
  /** Turns a record into those that the mappings read (arrays of actions, property histories); default: itself. */
  prepare?: (record: Json) => readonly Json[];
  /** Records that are kept but not counted, such as test records; with the reason. */
  skip?: (record: Json) => string | null;
  mappings: readonly PackMapping[];
  /** What must hold of a record; one that breaks it is set aside. Fields are paths as above. */
  contract: StreamContract;
  /** What the audit looks at beside the contract; fields are those of the model. */
  rules: readonly QualityRule[];
};

/** What is agreed about a stream. */
export type StreamContract = {
  required: readonly string[];
  /** Path → the JSON types that may stand there (`string`, `number`, `boolean`, `object`, `array`); null is always allowed. */
  types: Readonly<Record<string, readonly JsonType[]>>;
  /** Path → the values that may stand there. */
  allowed: Readonly<Record<string, readonly string[]>>;
  /** Paths of which no two records may have the same value; those without one are not compared. */
  unique?: readonly string[] | undefined;
};

export type JsonType = 'string' | 'number' | 'boolean' | 'object' | 'array';

/** What OpenMOps knows of a system whose data streams in. */
export type Pack = {
  id: SourceId;
  /** Other names of the system, as people and connectors call it. */
  aliases?: readonly string[];
  name: string;
  /** Pages of the vendor on which the fields stand. */
  docs: readonly string[];
  /** Channel of its facts where no field says one; null: none. */
  channel: string | null;
  streams: readonly PackStream[];
};
