import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** What is expected of sources, how their records look, and what was told of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table health_expectations (
      workspace_id text not null references workspaces (id) on delete cascade,
      source text not null,
      every_hours int not null check (every_hours > 0),
      grace_hours int not null check (grace_hours >= 0),
      workdays_only boolean not null,
      why text,
      set_by text not null,
      set_at timestamptz not null,
      primary key (workspace_id, source)
    )`.execute(db);
  await sql`
    create table health_looks (
      workspace_id text not null references workspaces (id) on delete cascade,
      stream_id text not null references streams (id) on delete cascade,
      looked_chunk bigint not null,
      mapping_hash text not null,
      usual json not null,
      latest json not null,
      -- When it first looked otherwise than usual.
      changed_at timestamptz,
      primary key (workspace_id, stream_id)
    )`.execute(db);
  await sql`
    create table health_alerts (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      source text not null,
      source_name text not null,
      cause text not null,
      status text not null,
      severity text not null check (severity in ('error', 'warning')),
      message text not null,
      hint text not null,
      codes json not null,
      streams json not null,
      feeds json not null,
      since timestamptz,
      opened_at timestamptz not null,
      resolved_at timestamptz,
      acknowledged_at timestamptz,
      acknowledged_by text,
      snoozed_until timestamptz,
      snoozed_by text,
      why text
    )`.execute(db);
  // One alert for one cause, for as long as it lasts.
  await sql`
    create unique index health_alerts_open
      on health_alerts (workspace_id, source, cause) where resolved_at is null`.execute(db);
  await sql`
    create index health_alerts_newest on health_alerts (workspace_id, opened_at)`.execute(db);
  for (const table of ['health_expectations', 'health_looks', 'health_alerts'])
    await wall(db, table);
}
