import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** How a stream is mapped, how far that has come, and what stands aside. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stream_mappings (
      workspace_id text not null references workspaces (id) on delete cascade,
      stream_id text not null references streams (id) on delete cascade,
      pack text,
      overrides json,
      own json,
      hash text not null default '',
      generation int not null default 0,
      mapped_chunk bigint not null default 0,
      record_seq bigint,
      names_hash text not null default '',
      tables json not null default '[]',
      datasets json not null default '[]',
      fact_source text,
      source_name text,
      reasons json not null default '[]',
      error text,
      mapped_at timestamptz,
      primary key (workspace_id, stream_id)
    )`.execute(db);
  await wall(db, 'stream_mappings');
}
