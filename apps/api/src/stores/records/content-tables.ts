import type { Generated, GeneratedAlways } from 'kysely';
import type { Json } from './schema.ts';

export interface ContentFileTable {
  id: string;
  workspace_id: string;
  sha256: string;
  name: string;
  /** As its first bytes tell, never as somebody says. */
  type: string;
  bytes: number;
  created_by: string;
  created_at: Date;
}

export interface AssetTable {
  id: string;
  workspace_id: string;
  name: string;
  type: string;
  owner: string | null;
  campaign_id: string | null;
  persona: string | null;
  stage: string | null;
  product: string | null;
  language: string;
  topics: Json<string[]>;
  /** Days since 1970: the last one on which it may be used. */
  rights_until: number | null;
  /** Days since 1970: when it is meant to go out, before anything is published. */
  planned_on: number | null;
  planned_channel: string | null;
  version: number;
  created_by: string;
  created_at: Date;
  changed_by: string;
  changed_at: Date;
  archived_at: Date | null;
}

export interface AssetVersionTable {
  id: string;
  workspace_id: string;
  asset_id: string;
  number: number;
  title: string;
  text: string;
  link: string | null;
  file_id: string | null;
  hash: string;
  note: string;
  created_by: string;
  created_at: Date;
}

export interface AssetCommentTable {
  id: string;
  workspace_id: string;
  version_id: string;
  text: string;
  created_by: string;
  created_at: Date;
}

export interface ContentSettingsTable {
  workspace_id: string;
  settings: Json<unknown>;
  version: number;
  set_by: string;
  set_at: Date;
}

export interface ApprovalTable {
  id: string;
  seq: GeneratedAlways<number>;
  workspace_id: string;
  version_id: string;
  hash: string;
  route: Json<unknown>;
  authors: Json<string[]>;
  submitted_by: string;
  submitted_at: Date;
  withdrawn_at: Date | null;
  /** Approved by its author, the only member then. */
  alone: Generated<boolean>;
}

export interface ApprovalAnswerTable {
  id: string;
  workspace_id: string;
  approval_id: string;
  seat: number;
  answered_by: string;
  verdict: 'approve' | 'reject';
  reason: string;
  answered_at: Date;
}

export interface ClaimTable {
  id: string;
  workspace_id: string;
  text: string;
  product: string | null;
  owner: string | null;
  substantiation: string;
  file_id: string | null;
  /** Days since 1970. */
  valid_until: number | null;
  version: number;
  created_by: string;
  created_at: Date;
  changed_by: string;
  changed_at: Date;
  retired_at: Date | null;
}

export interface MessageTable {
  id: string;
  workspace_id: string;
  persona: string;
  stage: string;
  claim_id: string | null;
  text: string;
  assets: Json<string[]>;
  result: string;
  version: number;
  created_by: string;
  created_at: Date;
  changed_by: string;
  changed_at: Date;
  removed_at: Date | null;
}

export interface ChecklistPackTable {
  id: string;
  workspace_id: string;
  pack_id: string;
  pack_version: string;
  pack: Json<unknown>;
  created_by: string;
  created_at: Date;
  retired_at: Date | null;
}

export interface ChecklistRunTable {
  id: string;
  workspace_id: string;
  version_id: string;
  hash: string;
  pack_id: string;
  pack_version: string;
  parameters: Json<Record<string, string>>;
  started_by: string;
  started_at: Date;
}

export interface ChecklistAnswerTable {
  id: string;
  seq: GeneratedAlways<number>;
  workspace_id: string;
  run_id: string;
  question: string;
  part: 'first' | 'second';
  answer: 'yes' | 'no' | 'na';
  note: string;
  file_id: string | null;
  answered_by: string;
  answered_at: Date;
}

export interface PublicationTable {
  id: string;
  workspace_id: string;
  asset_id: string;
  asset_version: string;
  campaign_id: string | null;
  channel: string;
  at: Date;
  link_id: string | null;
  reference: string | null;
  url: string | null;
  proof: Json<unknown>;
  created_by: string;
  created_at: Date;
  withdrawn_by: string | null;
  withdrawn_at: Date | null;
  withdrawn_reason: string | null;
}

export interface BuyerQuestionTable {
  id: string;
  workspace_id: string;
  text: string;
  key: string;
  stage: string | null;
  persona: string | null;
  product: string | null;
  source: string;
  version: number;
  created_by: string;
  created_at: Date;
  changed_by: string;
  changed_at: Date;
  removed_at: Date | null;
}

export interface QuestionAnswerTable {
  workspace_id: string;
  question_id: string;
  asset_id: string;
}

export interface QuestionDealTable {
  workspace_id: string;
  question_id: string;
  deal: string;
  via: 'hand' | 'import' | 'form';
  created_by: string;
  created_at: Date;
}

export interface VariantSetTable {
  workspace_id: string;
  asset_id: string;
  rules: Json<unknown>;
  version: number;
  changed_by: string;
  changed_at: Date;
}

/** The tables of content and checklists. */
export interface ContentTables {
  content_files: ContentFileTable;
  assets: AssetTable;
  asset_versions: AssetVersionTable;
  asset_comments: AssetCommentTable;
  content_settings: ContentSettingsTable;
  approvals: ApprovalTable;
  approval_answers: ApprovalAnswerTable;
  claims: ClaimTable;
  messages: MessageTable;
  checklist_packs: ChecklistPackTable;
  checklist_runs: ChecklistRunTable;
  checklist_answers: ChecklistAnswerTable;
  publications: PublicationTable;
  buyer_questions: BuyerQuestionTable;
  question_answers: QuestionAnswerTable;
  question_deals: QuestionDealTable;
  variant_sets: VariantSetTable;
}
