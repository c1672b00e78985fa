import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Objectives, their goals, what each is to reach, and values that no source delivers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table objectives (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      note text not null,
      owner text,
      archived boolean not null default false,
      version int not null default 1,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null
    )`.execute(db);
  await sql`
    create table goals (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      objective_id text not null references objectives (id) on delete restrict,
      name text not null,
      kind text not null check (kind in ('sales', 'retention', 'brand', 'other')),
      kpi text not null,
      -- Where its values come from: the facts, or what people enter of a survey.
      source text not null check (source in ('facts', 'survey')),
      -- Dimension → value: what of the company it is about.
      scope json not null,
      owner text,
      note text not null,
      archived boolean not null default false,
      version int not null default 1,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null
    )`.execute(db);
  // A target is never changed: another one takes its place, and both stay.
  await sql`
    create table goal_targets (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      goal_id text not null references goals (id) on delete cascade,
      day_from int not null,
      day_to int not null check (day_to >= day_from),
      -- Within the scope of the goal.
      scope json not null,
      scope_key text not null,
      kind text not null check (kind in ('reach', 'stayBelow', 'band')),
      value_micros bigint not null,
      low_micros bigint,
      high_micros bigint,
      phasing json not null,
      reason text not null,
      set_by text not null,
      set_at timestamptz not null,
      ended_by text,
      ended_at timestamptz
    )`.execute(db);
  await sql`
    create table goal_values (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      goal_id text not null references goals (id) on delete cascade,
      day_from int not null,
      day_to int not null check (day_to >= day_from),
      value_micros bigint not null,
      respondents int check (respondents > 0),
      note text not null,
      set_by text not null,
      set_at timestamptz not null,
      ended_by text,
      ended_at timestamptz
    )`.execute(db);
  await sql`
    create table goal_settings (
      workspace_id text primary key references workspaces (id) on delete cascade,
      -- What a campaign without a goal meets when it is to be approved.
      orphans text not null check (orphans in ('warn', 'block')),
      version int not null,
      set_by text not null,
      set_at timestamptz not null
    )`.execute(db);
  await sql`create index objectives_workspace on objectives (workspace_id, created_at)`.execute(db);
  await sql`create index goals_objective on goals (workspace_id, objective_id)`.execute(db);
  // One that counts for a goal, period and scope.
  await sql`
    create unique index goal_targets_one
      on goal_targets (workspace_id, goal_id, day_from, day_to, scope_key)
      where ended_at is null
  `.execute(db);
  await sql`
    create unique index goal_values_one
      on goal_values (workspace_id, goal_id, day_from, day_to)
      where ended_at is null
  `.execute(db);
  for (const table of TABLES) await wall(db, table);
}

const TABLES = ['objectives', 'goals', 'goal_targets', 'goal_values', 'goal_settings'];
