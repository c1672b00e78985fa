import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** What a team does again and again for a goal, and each time that it was done or skipped. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table activities (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      goal_id text not null references goals (id) on delete cascade,
      name text not null,
      -- RFC 5545: FREQ=WEEKLY;BYDAY=MO
      rule text not null,
      day_from int not null,
      day_to int check (day_to >= day_from),
      owner text,
      -- What each time is expected to bring, in the unit of the goal.
      effect_micros bigint,
      note text not null,
      version int not null default 1,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null
    )`.execute(db);
  await sql`
    create table check_ins (
      workspace_id text not null references workspaces (id) on delete cascade,
      activity_id text not null references activities (id) on delete cascade,
      -- The day for which it was expected.
      day int not null,
      state text not null check (state in ('done', 'skipped')),
      note text not null,
      by text not null,
      at timestamptz not null,
      primary key (workspace_id, activity_id, day)
    )`.execute(db);
  await sql`create index activities_goal on activities (workspace_id, goal_id)`.execute(db);
  for (const table of ['activities', 'check_ins']) await wall(db, table);
}
