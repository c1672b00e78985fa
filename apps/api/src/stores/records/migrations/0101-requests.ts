import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** What people ask marketing for: forms of the workspace's own, and what was sent with them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table request_forms (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      form json not null,
      version int not null,
      made_by text not null,
      made_at timestamptz not null
    )`.execute(db);
  await sql`create index request_forms_workspace on request_forms (workspace_id)`.execute(db);
  await sql`
    create table requests (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      title text not null,
      -- The form as it was when it was sent: a later change of it loses no answer.
      form json not null,
      answers json not null,
      state text not null,
      priority text not null,
      owner text,
      due_at timestamptz not null,
      answered_at timestamptz,
      reason text not null,
      became_kind text,
      became_id text,
      version int not null,
      asked_by text not null,
      asked_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null
    )`.execute(db);
  await sql`create index requests_queue on requests (workspace_id, state, due_at)`.execute(db);
  for (const table of ['request_forms', 'requests']) await wall(db, table);
}
