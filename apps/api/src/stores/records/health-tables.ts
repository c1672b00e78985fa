import type { Json } from './schema.ts';

/** What a person expects of a source. */
export interface HealthExpectationTable {
  workspace_id: string;
  source: string;
  every_hours: number;
  grace_hours: number;
  workdays_only: boolean;
  why: string | null;
  set_by: string;
  set_at: Date;
}

/** A field, the JSON types seen in it, and in how many of a thousand records it stood. */
export type StoredField = { field: string; types: string[]; perMille: number };

/** How the records of a stream look, usually and last. */
export interface HealthLookTable {
  workspace_id: string;
  stream_id: string;
  /** The last chunk that was looked at. */
  looked_chunk: number;
  /** Of the mapping under which the usual look was accepted. */
  mapping_hash: string;
  usual: Json<StoredField[]>;
  latest: Json<StoredField[]>;
  /** When it first looked otherwise than usual; null: it looks as usual. */
  changed_at: Date | null;
}

/** Something is wrong with a source for one cause, from its opening to its end. */
export interface HealthAlertTable {
  id: string;
  workspace_id: string;
  source: string;
  source_name: string;
  cause: string;
  status: string;
  severity: 'error' | 'warning';
  message: string;
  hint: string;
  codes: Json<string[]>;
  streams: Json<string[]>;
  /** Source and dataset of the facts that are touched. */
  feeds: Json<string[]>;
  /** Since when it is so; null: not known. */
  since: Date | null;
  opened_at: Date;
  resolved_at: Date | null;
  acknowledged_at: Date | null;
  acknowledged_by: string | null;
  snoozed_until: Date | null;
  snoozed_by: string | null;
  /** Why it was acknowledged or put off. */
  why: string | null;
}
