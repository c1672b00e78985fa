import type { Generated } from 'kysely';
import type { Json } from './schema.ts';

/** Something that was found in the numbers. */
export interface InsightTable {
  id: string;
  workspace_id: string;
  finding: string;
  evidence: Json<unknown>;
  kpi: string | null;
  definition: string | null;
  size_micros: number | null;
  currency: string | null;
  action: string;
  status: 'open' | 'in_progress' | 'done' | 'dismissed';
  link: string | null;
  created_by: string;
  created_at: Date;
}

export interface TaskTable {
  id: string;
  workspace_id: string;
  title: string;
  note: string;
  owner: string | null;
  /** Days since 1970. */
  due: number | null;
  status: 'open' | 'in_progress' | 'done' | 'dropped';
  insight_id: string | null;
  link: string | null;
  created_by: string;
  created_at: Date;
  changed_at: Date;
  changed_by: string | null;
  campaign_id: string | null;
  /** Days since 1970; null: it has no beginning of its own. */
  starts: number | null;
  version: Generated<number>;
}
