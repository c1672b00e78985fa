import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Each time that a source sent something: when, how much, and how it ended. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stream_runs (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      source text not null,
      kind text not null,
      state text not null check (state in ('running', 'done', 'failed', 'stopped')),
      started_at timestamptz not null,
      beat_at timestamptz not null,
      ended_at timestamptz,
      rows bigint not null default 0,
      rejected bigint not null default 0,
      bytes bigint not null default 0,
      streams json not null default '{}',
      error text
    )`.execute(db);
  await sql`create index stream_runs_workspace on stream_runs (workspace_id, started_at)`.execute(
    db,
  );
  await sql`create index stream_runs_running on stream_runs (id) where state = 'running'`.execute(
    db,
  );
  await wall(db, 'stream_runs');
}
