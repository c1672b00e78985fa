import type { LifecycleDefinition } from '@openmops/domain/lifecycle';
import type { Json } from './schema.ts';

/** What a person said of records: that they are one, or that they are not. */
export interface IdentityDecisionTable {
  id: string;
  workspace_id: string;
  kind: 'merge' | 'different';
  entity: 'contact' | 'account';
  /** Record that names the merged ones. */
  keep: string | null;
  records: Json<string[]>;
  /** Field → record whose value somebody chose. */
  chosen: Json<Record<string, string>>;
  reason: string | null;
  decided_by: string;
  decided_at: Date;
  undone_by: string | null;
  undone_at: Date | null;
}

/** Which sources are trusted first, by field; `*` for all others. */
export interface IdentityPrecedenceTable {
  workspace_id: string;
  entity: 'contact' | 'account';
  field: string;
  sources: Json<string[]>;
  set_by: string;
  set_at: Date;
}

/** How far the resolving of people has come. */
export interface PeopleStateTable {
  workspace_id: string;
  generation: number;
  stamp: string;
  counts: Json<Record<string, number>>;
  warnings: Json<unknown[]>;
  took_ms: number;
  record_seq: number | null;
  resolved_at: Date;
}

export interface LifecycleDefinitionTable {
  workspace_id: string;
  version: number;
  meaning: Json<LifecycleDefinition['meaning']>;
  sources: Json<LifecycleDefinition['sources']>;
  maturity: Json<LifecycleDefinition['maturityDays']>;
  note: string | null;
  proposed_by: string;
  proposed_at: Date;
}

export interface LifecycleConsentTable {
  workspace_id: string;
  version: number;
  head: 'marketing' | 'sales';
  /** Who it is, so that one person does not agree for both. */
  actor: string;
  name: string;
  at: Date;
}

/** Facts of stages that stand, by part and month. */
export interface LifecycleBatchTable {
  id: string;
  workspace_id: string;
  part: string;
  month: number;
  /** Of its facts: what has not changed is not written anew. */
  hash: string;
  status: 'landing' | 'active' | 'gone';
  landed: Json<unknown>;
}
