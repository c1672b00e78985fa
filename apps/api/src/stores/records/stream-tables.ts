import type { Generated } from 'kysely';
import type { CreatedAt, Json } from './schema.ts';

export type StreamKind = 'singer' | 'airbyte' | 'push' | 'webhook' | 'pull';

export interface StreamTable {
  id: string;
  workspace_id: string;
  source: string;
  name: string;
  kind: StreamKind;
  mode: 'append' | 'upsert' | 'replace';
  /** Paths of the fields that tell records apart. */
  key: Json<string[][]>;
  cursor: Json<string[]> | null;
  /** JSON Schema of a record, as last said. */
  schema: Json<Record<string, unknown>> | null;
  /** Deleted records go; otherwise they stay with their mark. */
  hard_delete: Generated<boolean>;
  /** Rows of older versions do not count. */
  active_version: number | null;
  /** Rows of earlier chunks do not count: the stream was replaced, or has got another key. */
  from_chunk: Generated<number>;
  highest_cursor: number | null;
  /** The mapping pack that was chosen. */
  pack: string | null;
  /** The last chunk whose rows have been mapped. */
  mapped_chunk: Generated<number>;
  rows_arrived: Generated<number>;
  last_received_at: Date | null;
  /** The run that writes to it now. */
  open_run: string | null;
  created_at: CreatedAt;
}

export type StreamRunState = 'running' | 'done' | 'failed' | 'stopped';

interface StreamRunTable {
  id: string;
  workspace_id: string;
  source: string;
  kind: StreamKind;
  state: StreamRunState;
  started_at: Date;
  /** When its process last said that it lives. */
  beat_at: Date;
  ended_at: Date | null;
  rows: Generated<number>;
  rejected: Generated<number>;
  bytes: Generated<number>;
  /** Name of a stream → rows that came. */
  streams: Json<Record<string, number>>;
  error: string | null;
}

interface StreamChunkTable {
  chunk: Generated<number>;
  workspace_id: string;
  stream_id: string;
  run_id: string;
  state: 'open' | 'confirmed' | 'discarded';
  rows: number;
  bytes: number;
  at: Date;
}

interface StreamStateTable {
  workspace_id: string;
  source: string;
  /** Empty: of all streams of the source. */
  stream: string;
  value: string;
  at: Date;
}

/** What was seen of a stream when it was last looked at: the next look may forget what was out of date then. */
interface StreamCompactionTable {
  stream_id: string;
  workspace_id: string;
  looked_at: Date;
  from_chunk: number;
  active_version: number | null;
  up_to: number;
  /** Rows that had arrived. */
  arrived: number;
  /** Rows that had arrived by the last look whose findings were forgotten. */
  compacted: Generated<number>;
  /** Rows that were kept then. */
  rows: number | null;
  forgotten: Generated<number>;
  forgotten_at: Date | null;
}

/** A message that could not be taken. */
interface StreamRejectTable {
  /** SHA-256 of source, reason and text: the same message again is one. */
  id: string;
  workspace_id: string;
  source: string;
  run_id: string;
  stream: string | null;
  line: number | null;
  field: string | null;
  reason: string;
  message: string;
  /** Its begin, as sent. */
  text: string;
  /** How long it was. */
  bytes: number;
  at: Date;
}

/** The tables of streams. */
export interface StreamDatabase {
  streams: StreamTable;
  stream_runs: StreamRunTable;
  stream_chunks: StreamChunkTable;
  stream_states: StreamStateTable;
  stream_rejects: StreamRejectTable;
  stream_compactions: StreamCompactionTable;
}
