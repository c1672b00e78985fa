import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Connections to other systems: how they sign in (sealed), what they bring, and when. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table integrations (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      platform text not null,
      name text not null,
      source text not null,
      settings json not null,
      streams json not null,
      credential_kind text not null,
      sealed text not null,
      start_day date not null,
      schedule text not null,
      paused_at timestamptz,
      widely_read_at timestamptz,
      created_by text not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (workspace_id, source)
    )`.execute(db);
  await wall(db, 'integrations');
}
