import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Tracked links, the words that a team allows in them, and campaigns that people gave to spend. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table links (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      code text not null,
      url text not null,
      campaign text not null,
      source text not null,
      medium text not null,
      channel text,
      created_by text not null,
      created_at timestamptz not null,
      unique (workspace_id, code),
      unique (workspace_id, url)
    )`.execute(db);
  await sql`
    create table link_taxonomies (
      workspace_id text primary key references workspaces (id) on delete cascade,
      taxonomy json not null,
      set_by text not null,
      set_at timestamptz not null
    )`.execute(db);
  await sql`
    create table spend_assignments (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      source text not null,
      account text,
      campaign text,
      day_from int not null,
      day_to int not null check (day_to >= day_from),
      name text not null,
      reason text not null,
      set_by text not null,
      set_at timestamptz not null,
      undone_by text,
      undone_at timestamptz
    )`.execute(db);
  await sql`
    create index spend_assignments_standing
      on spend_assignments (workspace_id, set_at) where undone_at is null`.execute(db);
  for (const table of ['links', 'link_taxonomies', 'spend_assignments']) await wall(db, table);
}
