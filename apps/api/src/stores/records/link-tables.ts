import type { Json } from './schema.ts';

/** A link that is tagged for a campaign. */
export interface LinkTable {
  id: string;
  workspace_id: string;
  code: string;
  url: string;
  campaign: string;
  source: string;
  medium: string;
  channel: string | null;
  created_by: string;
  created_at: Date;
  /** Null: it stands. One that was removed leads nowhere and keeps its code. */
  removed_at: Date | null;
}

/** The rules of links as they were set; the newest version holds. */
export interface LinkGrammarTable {
  workspace_id: string;
  version: number;
  taxonomy: Json<unknown>;
  /** Only campaigns that exist. */
  only_campaigns: boolean;
  /** Whether short addresses lead on. */
  redirect: boolean;
  note: string;
  set_by: string;
  set_at: Date;
}

/** Clicks on the short address of a link, by day of the workspace. */
export interface LinkClickTable {
  workspace_id: string;
  link_id: string;
  day: number;
  people: number;
  machines: number;
}

/** Spend of a source on some days belongs to the campaign `name`. */
export interface SpendAssignmentTable {
  id: string;
  workspace_id: string;
  source: string;
  account: string | null;
  /** As the source has it; null: without a campaign. */
  campaign: string | null;
  day_from: number;
  day_to: number;
  name: string;
  reason: string;
  set_by: string;
  set_at: Date;
  undone_by: string | null;
  undone_at: Date | null;
}
