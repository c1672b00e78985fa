import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Each attempt of an integration to bring data, and what came of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table integration_runs (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      integration_id text not null references integrations (id) on delete cascade,
      begun_by text not null check (begun_by in ('schedule', 'hand')),
      state text not null check (state in ('running', 'done', 'failed', 'stopped')),
      started_at timestamptz not null,
      beat_at timestamptz not null,
      ended_at timestamptz,
      day_from date not null,
      day_to date not null,
      stream_run text,
      rows bigint not null default 0,
      calls bigint not null default 0,
      restated_days int not null default 0,
      streams json not null default '{}',
      reason text,
      error text,
      hint text
    )`.execute(db);
  await sql`
    create index integration_runs_integration
      on integration_runs (workspace_id, integration_id, started_at)`.execute(db);
  // Of all processes that share the store, one runs an integration at a time.
  await sql`
    create unique index integration_runs_running
      on integration_runs (integration_id) where state = 'running'`.execute(db);
  await wall(db, 'integration_runs');
}
