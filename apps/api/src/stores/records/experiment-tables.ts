import type { Json } from './schema.ts';

/** An experiment as it was registered; its counts are looks. */
export interface ExperimentTable {
  id: string;
  workspace_id: string;
  /** Of the domain: ExperimentPlan. */
  plan: Json<unknown>;
  state: 'planned' | 'running' | 'ended' | 'concluded';
  /** What was learned and done, once it is concluded. */
  decision: 'adopt' | 'keep' | 'repeat' | null;
  learning: string;
  version: number;
  created_by: string;
  created_at: Date;
  changed_by: string;
  changed_at: Date;
}

/** Counts of all arms as they stood; looks are kept, also those before the planned end. */
export interface ExperimentLookTable {
  id: string;
  workspace_id: string;
  experiment_id: string;
  as_of: number;
  arms: Json<{ cases: number; successes: number }[]>;
  /** Plan by which it was read, as it was then. */
  plan: Json<unknown>;
  added_by: string;
  added_at: Date;
}
