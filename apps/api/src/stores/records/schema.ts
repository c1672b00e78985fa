import type { Permission, Role } from '@openmops/domain/workspace';
import type { ColumnType, Generated } from 'kysely';
import type { BudgetDatabase } from './budget-tables.ts';
import type {
  CalendarFeedTable,
  CampaignAdjustmentTable,
  CampaignMoveTable,
  CampaignReviewTable,
  CampaignSettingsTable,
  CampaignTable,
  CampaignTemplateTable,
  RaciTable,
  RequestFormTable,
  RequestTable,
  TaskLinkTable,
} from './campaign-tables.ts';
import type { ClientDatabase } from './client-tables.ts';
import type { ContentTables } from './content-tables.ts';
import type { ExperimentLookTable, ExperimentTable } from './experiment-tables.ts';
import type { GoalTables } from './goal-tables.ts';
import type { HealthAlertTable, HealthExpectationTable, HealthLookTable } from './health-tables.ts';
import type {
  IntegrationDayTable,
  IntegrationRestatementTable,
  IntegrationRunTable,
  IntegrationTable,
} from './integration-tables.ts';
import type {
  LinkClickTable,
  LinkGrammarTable,
  LinkTable,
  SpendAssignmentTable,
} from './link-tables.ts';
import type { NotificationTable } from './notification-tables.ts';
import type {
  IdentityDecisionTable,
  IdentityPrecedenceTable,
  LifecycleBatchTable,
  LifecycleConsentTable,
  LifecycleDefinitionTable,
  PeopleStateTable,
} from './people-tables.ts';
import type {
  QualityIssueTable,
  QualityMuteTable,
  QualityResultTable,
  QualityRuleTable,
  QualityRunTable,
} from './quality-tables.ts';
import type { StrategyDatabase } from './strategy-tables.ts';
import type { StreamDatabase } from './stream-tables.ts';
import type { SubscriptionDeliveryTable, SubscriptionTable } from './subscription-tables.ts';
import type { InsightTable, TaskTable } from './task-tables.ts';
import type { ValueDatabase } from './value-tables.ts';
import type {
  IdempotencyKeyTable,
  WebhookEndpointTable,
  WebhookInboxTable,
} from './webhook-tables.ts';

export type { StreamKind, StreamRunState, StreamTable } from './stream-tables.ts';

/** Columns with a default that a query may leave out. `timestamptz` is a Date both ways. */
export type CreatedAt = ColumnType<Date, Date | undefined, Date>;
/** Written as JSON text, read as the value. */
export type Json<T> = ColumnType<T, string, string>;

export interface WorkspaceTable {
  id: string;
  slug: string;
  name: string;
  currency: string;
  time_zone: string;
  fiscal_start: number;
  fiscal_named_by: 'end' | 'start';
  week_start: number;
  sample: Generated<boolean>;
  created_at: CreatedAt;
}

export interface MemberTable {
  workspace_id: string;
  user_id: string;
  role: Role;
  created_at: CreatedAt;
}

export interface ApiKeyTable {
  id: string;
  workspace_id: string;
  name: string;
  /** First characters of the key, to tell keys apart in lists. */
  prefix: string;
  key_hash: string;
  scopes: Json<Permission[]>;
  created_by: string;
  created_at: CreatedAt;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

export interface EmbedTokenTable {
  id: string;
  workspace_id: string;
  name: string;
  kpis: Json<string[]>;
  /** Ids of goals, and of plans, lines and campaigns, that it shows. */
  goals: Json<string[]>;
  budgets: Json<string[]>;
  filters: Json<unknown[]>;
  origins: Json<string[]>;
  created_by: string;
  created_at: CreatedAt;
  expires_at: Date;
  revoked_at: Date | null;
}

/** Who came in, who was refused, what opened a door: the trail of the whole instance. */
export interface InstanceAuditTable {
  seq: number;
  at: Date;
  actor_kind: string;
  actor_id: string | null;
  verb: string;
  input_digest: string;
  details: Json<Record<string, unknown>>;
  request_id: string;
  previous: string;
  hash: string;
}

export interface AuditTable extends InstanceAuditTable {
  workspace_id: string;
}

/** Settings of the whole instance, and the counters that number batches. */
export interface InstanceTable {
  key: string;
  value: Json<unknown>;
}

/** Links that open a door once: the claim, the demo, an invited member. */
export interface OneTimeTokenTable {
  token_hash: string;
  kind: 'claim' | 'demo' | 'member';
  user_id: string | null;
  created_at: CreatedAt;
  expires_at: Date;
}

export interface UserTable {
  id: string;
  name: string;
  email: string;
  email_verified: boolean;
  image: string | null;
  created_at: CreatedAt;
  updated_at: CreatedAt;
}

export interface SessionTable {
  id: string;
  user_id: string;
  /** SHA-256 of the token in the cookie. */
  token: string;
  expires_at: Date;
  ip_address: string | null;
  user_agent: string | null;
  created_at: CreatedAt;
  updated_at: CreatedAt;
}

export interface AccountTable {
  id: string;
  user_id: string;
  account_id: string;
  provider_id: string;
  password: string | null;
  created_at: CreatedAt;
  updated_at: CreatedAt;
}

export interface UploadTable {
  id: string;
  workspace_id: string;
  name: string;
  sha256: string;
  bytes: number;
  created_at: CreatedAt;
}

export type BatchStatus = 'loading' | 'publishing' | 'done' | 'undoing' | 'undone' | 'replaced';

/** One import of one file. */
export interface BatchTable {
  id: string;
  workspace_id: string;
  /** Grows with every batch of the instance: the newest wins. */
  seq: Generated<number>;
  status: BatchStatus;
  /** The batch that took over from this one: the same file, read differently. */
  replaced_by: string | null;
  /** The file in the spool while it is still needed. */
  upload: string | null;
  file: string;
  sha256: string;
  /** Of everything that decides how the file is read; with `sha256` it tells the same import. */
  plan_hash: string;
  plan: Json<unknown>;
  /** The constant part of its rows in the fact store. */
  landed: Json<unknown>;
  /** Days since 1970. */
  period_from: number | null;
  period_to: number | null;
  rows: Generated<number>;
  report: Json<unknown> | null;
  created_by: string;
  created_at: CreatedAt;
  done_at: Date | null;
  undone_at: Date | null;
}

export interface BatchChunkTable {
  workspace_id: string;
  batch_id: string;
  chunk: number;
  first_line: number;
  last_line: number;
  rows: number;
  at: CreatedAt;
}

export interface MappingTable {
  workspace_id: string;
  /** SHA-256 of the headers of the file. */
  fingerprint: string;
  source: string;
  mapping: Json<unknown>;
  updated_at: CreatedAt;
}

export interface RateTable {
  workspace_id: string;
  /** Days since 1970. */
  day: number;
  base: string;
  quote: string;
  /** Units of `quote` for one unit of `base`. */
  rate: number;
  /** Name of the file it came from. */
  source: string;
}

/** How a stream is mapped, how far that has come, and what stands aside. */
export interface StreamMappingTable {
  workspace_id: string;
  stream_id: string;
  /** Pack and stream of the pack, `hubspot/contacts`. */
  pack: string | null;
  /** What the workspace maps in its own way. */
  overrides: Json<unknown> | null;
  /** The whole mapping of a stream that no pack knows. */
  own: Json<unknown> | null;
  /** Of everything that decides what a record becomes. */
  hash: Generated<string>;
  /** Which rows of the model are those of this mapping. */
  generation: Generated<number>;
  /** The last chunk whose rows count in the facts. */
  mapped_chunk: Generated<number>;
  /** Facts of records of this stream have this number. */
  record_seq: number | null;
  /** Of the names that were joined to the facts. */
  names_hash: Generated<string>;
  /** What other streams have said to be gone: stream → generation and chunk. */
  heard: Json<unknown>;
  /** Of the records that stand aside since another one has their value. */
  repeats: Generated<string>;
  /** Currency of money of which nothing says one. */
  assumed_currency: string | null;
  /** How far a pass has come; null: none is under way. */
  progress: Json<unknown> | null;
  tables: Json<string[]>;
  datasets: Json<string[]>;
  /** Source of its facts, and what it is called. */
  fact_source: string | null;
  source_name: string | null;
  /** Why records stand aside, and how many. */
  reasons: Json<unknown[]>;
  /** Why the last mapping failed. */
  error: string | null;
  mapped_at: Date | null;
}

/** A mapping that a person saved. */
export interface MappingVersionTable {
  workspace_id: string;
  stream_id: string;
  version: number;
  wish: Json<unknown>;
  saved_by: string;
  at: Date;
  /** The version that it takes back to; 0: as the pack has it. */
  restores: number | null;
}

/** Facts that were made of a stream in a month. */
export interface StreamBatchTable {
  id: string;
  workspace_id: string;
  stream_id: string;
  /** Dataset and shape. */
  part: string;
  month: number;
  status: 'landing' | 'active' | 'gone';
  landed: Json<unknown>;
  at: Date;
}

/** Every table of the record store. A room adds its tables here, and a migration beside the others. */
export interface Database
  extends BudgetDatabase,
    ClientDatabase,
    ContentTables,
    GoalTables,
    StrategyDatabase,
    StreamDatabase,
    ValueDatabase {
  workspaces: WorkspaceTable;
  members: MemberTable;
  api_keys: ApiKeyTable;
  embed_tokens: EmbedTokenTable;
  audit: AuditTable;
  instance_audit: InstanceAuditTable;
  instance: InstanceTable;
  one_time_tokens: OneTimeTokenTable;
  users: UserTable;
  sessions: SessionTable;
  accounts: AccountTable;
  uploads: UploadTable;
  batches: BatchTable;
  batch_chunks: BatchChunkTable;
  mappings: MappingTable;
  rates: RateTable;
  stream_mappings: StreamMappingTable;
  stream_mapping_versions: MappingVersionTable;
  stream_batches: StreamBatchTable;
  webhook_endpoints: WebhookEndpointTable;
  webhook_inbox: WebhookInboxTable;
  idempotency_keys: IdempotencyKeyTable;
  integrations: IntegrationTable;
  integration_runs: IntegrationRunTable;
  integration_days: IntegrationDayTable;
  integration_restatements: IntegrationRestatementTable;
  health_expectations: HealthExpectationTable;
  health_looks: HealthLookTable;
  health_alerts: HealthAlertTable;
  quality_rules: QualityRuleTable;
  quality_mutes: QualityMuteTable;
  quality_runs: QualityRunTable;
  quality_results: QualityResultTable;
  quality_issues: QualityIssueTable;
  identity_decisions: IdentityDecisionTable;
  identity_precedence: IdentityPrecedenceTable;
  people_state: PeopleStateTable;
  lifecycle_definitions: LifecycleDefinitionTable;
  lifecycle_consents: LifecycleConsentTable;
  lifecycle_batches: LifecycleBatchTable;
  links: LinkTable;
  link_grammars: LinkGrammarTable;
  link_clicks: LinkClickTable;
  spend_assignments: SpendAssignmentTable;
  insights: InsightTable;
  tasks: TaskTable;
  notifications: NotificationTable;
  subscriptions: SubscriptionTable;
  subscription_deliveries: SubscriptionDeliveryTable;
  experiments: ExperimentTable;
  experiment_looks: ExperimentLookTable;
  task_links: TaskLinkTable;
  campaigns: CampaignTable;
  campaign_moves: CampaignMoveTable;
  campaign_adjustments: CampaignAdjustmentTable;
  campaign_reviews: CampaignReviewTable;
  campaign_settings: CampaignSettingsTable;
  campaign_templates: CampaignTemplateTable;
  request_forms: RequestFormTable;
  requests: RequestTable;
  calendar_feeds: CalendarFeedTable;
  raci: RaciTable;
}
