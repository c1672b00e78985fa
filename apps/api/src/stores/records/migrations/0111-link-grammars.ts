import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** The rules of links, version by version: each says who made it, when and why. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table link_grammars (
      workspace_id text not null references workspaces (id) on delete cascade,
      version int not null check (version > 0),
      taxonomy json not null,
      only_campaigns boolean not null,
      redirect boolean not null,
      note text not null,
      set_by text not null,
      set_at timestamptz not null,
      primary key (workspace_id, version)
    )`.execute(db);
  await sql`
    insert into link_grammars
      select workspace_id, 1, taxonomy, false, false, '', set_by, set_at from link_taxonomies
  `.execute(db);
  await wall(db, 'link_grammars', { appendOnly: true });
  await sql`drop table link_taxonomies`.execute(db);
}
