import type { Phasing, Scope, Target } from '@openmops/domain/targets';
import type { Json } from './schema.ts';

/** Who changed a record last, and which version that made. */
interface Changed {
  version: number;
  created_by: string;
  created_at: Date;
  changed_by: string;
  changed_at: Date;
}

export interface ObjectiveTable extends Changed {
  id: string;
  workspace_id: string;
  name: string;
  note: string;
  /** Id of a member. */
  owner: string | null;
  archived: boolean;
}

export interface GoalTable extends Changed {
  id: string;
  workspace_id: string;
  objective_id: string;
  name: string;
  kind: 'sales' | 'retention' | 'brand' | 'other';
  kpi: string;
  source: 'facts' | 'survey';
  scope: Json<Scope>;
  owner: string | null;
  note: string;
  archived: boolean;
}

/** Never changed: another one takes its place. Days are numbers since 1970. */
interface Set {
  id: string;
  workspace_id: string;
  goal_id: string;
  day_from: number;
  day_to: number;
  value_micros: number;
  set_by: string;
  set_at: Date;
  ended_by: string | null;
  ended_at: Date | null;
}

export interface GoalTargetTable extends Set {
  scope: Json<Scope>;
  /** The same text for the same scope. */
  scope_key: string;
  kind: Target['kind'];
  low_micros: number | null;
  high_micros: number | null;
  phasing: Json<Phasing>;
  reason: string;
}

export interface GoalValueTable extends Set {
  respondents: number | null;
  note: string;
}

interface GoalSettingsTable {
  workspace_id: string;
  orphans: 'warn' | 'block';
  version: number;
  set_by: string;
  set_at: Date;
}

export interface ActivityTable extends Changed {
  id: string;
  workspace_id: string;
  goal_id: string;
  name: string;
  rule: string;
  day_from: number;
  day_to: number | null;
  owner: string | null;
  effect_micros: number | null;
  note: string;
}

export interface CheckInTable {
  workspace_id: string;
  activity_id: string;
  day: number;
  state: 'done' | 'skipped';
  note: string;
  by: string;
  at: Date;
}

/** The tables of goals, as the database has them. */
export interface GoalTables {
  objectives: ObjectiveTable;
  goals: GoalTable;
  goal_targets: GoalTargetTable;
  goal_values: GoalValueTable;
  goal_settings: GoalSettingsTable;
  activities: ActivityTable;
  check_ins: CheckInTable;
}
