import type { ColumnType, Generated } from 'kysely';
import type { Json } from './schema.ts';

/** A connection to another system. */
export interface IntegrationTable {
  id: string;
  workspace_id: string;
  platform: string;
  name: string;
  /** Name under which its streams arrive. */
  source: string;
  settings: Json<Record<string, string>>;
  streams: Json<string[]>;
  credential_kind: string;
  /** Its credentials, sealed. */
  sealed: string;
  /** ISO date before which nothing is read. */
  start_day: string;
  /** Five fields of cron, in the time zone of the workspace. */
  schedule: string;
  paused_at: Date | null;
  /** When the long window was read to its end. */
  widely_read_at: Date | null;
  /** When the sign-in ends, as the platform said with its last token; null: it does not say. */
  sign_in_ends_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
  /** ISO date on which it ends, as a person knows it. */
  sign_in_until: ColumnType<string | null, string | null | undefined, string | null>;
  created_by: string;
  created_at: ColumnType<Date, Date | undefined, Date>;
  updated_at: ColumnType<Date, Date | undefined, Date>;
}

export type IntegrationRunState = 'running' | 'done' | 'failed' | 'stopped';

export interface IntegrationRunTable {
  id: string;
  workspace_id: string;
  integration_id: string;
  begun_by: 'schedule' | 'hand';
  state: IntegrationRunState;
  started_at: Date;
  /** When its process last said that it lives. */
  beat_at: Date;
  ended_at: Date | null;
  /** ISO dates: days that were to be read again. */
  day_from: string;
  day_to: string;
  /** The run of the streams that it fed. */
  stream_run: string | null;
  rows: Generated<number>;
  /** Answers of the platform. */
  calls: Generated<number>;
  restated_days: Generated<number>;
  /** Name of a stream → rows that came. */
  streams: Json<Record<string, number>>;
  /** Why it failed, in a word; null: it did not, or nobody knows. */
  reason: string | null;
  error: string | null;
  hint: string | null;
}

/** Sums of the measures of a day, and a hash of each of its rows by the row's key. */
export interface IntegrationDayTable {
  workspace_id: string;
  integration_id: string;
  stream: string;
  /** ISO date. */
  day: string;
  sums: Json<Record<string, number>>;
  rows: Json<Record<string, string>>;
  read_at: Date;
}

/** A day of which a source later gave other numbers. */
export interface IntegrationRestatementTable {
  workspace_id: string;
  integration_id: string;
  stream: string;
  /** ISO date. */
  day: string;
  run_id: string;
  at: Date;
  rows_changed: number;
  rows_added: number;
  rows_removed: number;
  /** Measure → what it was and what it is. */
  sums: Json<Record<string, { before: number; after: number }>>;
}
