/** A record of a stream, as text and as values: the text keeps every digit that was sent. */
export type StreamRecord = {
  type: 'record';
  stream: string;
  /** The record as JSON text, character for character as sent. */
  text: string;
  /** The same, parsed. */
  record: Readonly<Record<string, unknown>>;
  /** The source says that the record is gone. */
  deleted: boolean;
  /** Version of the stream to which the row belongs (Singer); null: not said. */
  version: number | null;
  /** When the source was read, ms since 1970; null: not said. */
  extractedAt: number | null;
  /** Line of the input, from 1; null: it came without lines. */
  line: number | null;
};

/** What a stream holds, said before its records. */
export type StreamSchema = {
  type: 'schema';
  stream: string;
  /** JSON Schema of a record; null: not known. */
  schema: Readonly<Record<string, unknown>> | null;
  /** Paths of the fields that tell records apart; empty: every record stands for itself. */
  key: readonly (readonly string[])[];
  /** Path of the field that grows with every change of a record; null: not said. */
  cursor: readonly string[] | null;
  /** `append`: keep every record. `upsert`: the newest of a key. `replace`: what this run brings, whole. */
  mode: 'append' | 'upsert' | 'replace';
  line: number | null;
};

/** From now on only rows of this version count. */
export type StreamActivation = {
  type: 'activate';
  stream: string;
  version: number;
  line: number | null;
};

/** All that came before it is to be safe before it is answered. */
export type StreamState = {
  type: 'state';
  /** Of which stream it speaks; null: of all. */
  stream: string | null;
  /** The state as JSON text, given back unchanged. */
  text: string;
  line: number | null;
};

/** Records that lie in files: each line a record. */
export type StreamBatch = {
  type: 'batch';
  stream: string;
  compression: 'gzip' | 'none';
  /** Paths or `file://` addresses, as sent. */
  files: readonly string[];
  line: number | null;
};

/** The source has said whether it has sent the stream to its end. */
export type StreamEnd = {
  type: 'end';
  stream: string;
  complete: boolean;
  line: number | null;
};

/** What the source says of itself: progress, warnings, its own failure. */
export type StreamNotice = {
  type: 'notice';
  level: 'info' | 'warning' | 'error';
  stream: string | null;
  message: string;
  line: number | null;
};

/** One step of a stream, whatever carried it: Singer, Airbyte, a push, a webhook or our own clients. */
export type StreamMessage =
  | StreamRecord
  | StreamSchema
  | StreamActivation
  | StreamState
  | StreamBatch
  | StreamEnd
  | StreamNotice;
