import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/**
 * Streams: what they hold and how they are kept. Key, cursor and schema are `json`, not `jsonb`,
 * which would refuse characters that names of fields may have.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table streams (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      source text not null,
      name text not null,
      kind text not null check (kind in ('singer', 'airbyte', 'push', 'webhook', 'pull')),
      mode text not null check (mode in ('append', 'upsert', 'replace')),
      key json not null,
      cursor json,
      schema json,
      hard_delete boolean not null default false,
      active_version double precision,
      from_chunk bigint not null default 0,
      highest_cursor double precision,
      pack text,
      mapped_chunk bigint not null default 0,
      rows_arrived bigint not null default 0,
      last_received_at timestamptz,
      open_run text,
      created_at timestamptz not null default now(),
      unique (workspace_id, source, name)
    )`.execute(db);
  await wall(db, 'streams');
}
