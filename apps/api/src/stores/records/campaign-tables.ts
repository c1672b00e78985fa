import type { Json } from './schema.ts';

export interface CampaignTable {
  id: string;
  workspace_id: string;
  name: string;
  /** The name under which facts and links know it. */
  code: string;
  type: string;
  program: string | null;
  aim: string | null;
  region: string | null;
  goal_id: string | null;
  state: string;
  /** Days since 1970. */
  day_from: number | null;
  day_to: number | null;
  owner: string | null;
  brief: Json<unknown>;
  tactics: Json<unknown>;
  audience: Json<unknown>;
  version: number;
  created_by: string;
  created_at: Date;
  changed_by: string;
  changed_at: Date;
}

/** A step from one state to another. */
export interface CampaignMoveTable {
  id: string;
  workspace_id: string;
  campaign_id: string;
  from_state: string;
  to_state: string;
  reason: string;
  warned: Json<unknown>;
  by: string;
  at: Date;
}

/** What was changed while a campaign ran. */
export interface CampaignAdjustmentTable {
  id: string;
  workspace_id: string;
  campaign_id: string;
  kind: string;
  before: string;
  after: string;
  reason: string;
  day: number;
  by: string;
  at: Date;
  undone_by: string | null;
  undone_at: Date | null;
}

export interface CampaignReviewTable {
  campaign_id: string;
  workspace_id: string;
  results: Json<unknown>;
  learnings: Json<unknown>;
  verdict: 'keep' | 'stop' | 'change';
  next_test: string | null;
  version: number;
  by: string;
  at: Date;
}

export interface CampaignSettingsTable {
  workspace_id: string;
  rules: Json<unknown>;
  version: number;
  set_by: string;
  set_at: Date;
}

export interface CampaignTemplateTable {
  id: string;
  workspace_id: string;
  name: string;
  template: Json<unknown>;
  made_by: string;
  made_at: Date;
}

export interface RequestFormTable {
  id: string;
  workspace_id: string;
  form: Json<unknown>;
  version: number;
  made_by: string;
  made_at: Date;
}

export interface RequestTable {
  id: string;
  workspace_id: string;
  title: string;
  form: Json<unknown>;
  answers: Json<unknown>;
  state: string;
  priority: string;
  owner: string | null;
  due_at: Date;
  answered_at: Date | null;
  reason: string;
  became_kind: string | null;
  became_id: string | null;
  version: number;
  asked_by: string;
  asked_at: Date;
  changed_by: string;
  changed_at: Date;
}

/** A task that waits for another one. */
export interface TaskLinkTable {
  workspace_id: string;
  task_id: string;
  after_id: string;
}

export interface CalendarFeedTable {
  id: string;
  workspace_id: string;
  name: string;
  token_hash: string;
  kinds: Json<unknown>;
  made_by: string;
  made_at: Date;
  read_at: Date | null;
  revoked_at: Date | null;
}

/** Who is what for a campaign or a task. */
export interface RaciTable {
  workspace_id: string;
  subject_kind: 'campaign' | 'task';
  subject_id: string;
  people: Json<unknown>;
  version: number;
  changed_by: string;
  changed_at: Date;
}
