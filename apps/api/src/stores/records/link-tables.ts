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
}

export interface LinkTaxonomyTable {
  workspace_id: string;
  taxonomy: Json<unknown>;
  set_by: string;
  set_at: Date;
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
