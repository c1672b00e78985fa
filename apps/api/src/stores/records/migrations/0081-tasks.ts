import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** What was found in the numbers, and what somebody does about it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table insights (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      finding text not null,
      -- The answer of the KPI as it was then, with the hash of its definition.
      evidence json not null,
      kpi text,
      definition text,
      size_micros bigint,
      currency text,
      action text not null,
      status text not null check (status in ('open', 'in_progress', 'done', 'dismissed')),
      link text,
      created_by text not null,
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create table tasks (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      title text not null,
      note text not null,
      owner text,
      due int,
      status text not null check (status in ('open', 'in_progress', 'done', 'dropped')),
      insight_id text references insights (id) on delete set null,
      link text,
      created_by text not null,
      created_at timestamptz not null,
      changed_at timestamptz not null
    )`.execute(db);
  await sql`create index insights_workspace on insights (workspace_id, created_at)`.execute(db);
  await sql`create index tasks_owner on tasks (workspace_id, owner, status)`.execute(db);
  for (const table of ['insights', 'tasks']) await wall(db, table);
}
