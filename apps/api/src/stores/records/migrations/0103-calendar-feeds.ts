import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Secret addresses under which a calendar program reads the calendar of a workspace. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table calendar_feeds (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      token_hash text not null unique,
      kinds json not null,
      made_by text not null,
      made_at timestamptz not null,
      read_at timestamptz,
      revoked_at timestamptz
    )`.execute(db);
  await sql`create index calendar_feeds_workspace on calendar_feeds (workspace_id)`.execute(db);
  await wall(db, 'calendar_feeds');
}
