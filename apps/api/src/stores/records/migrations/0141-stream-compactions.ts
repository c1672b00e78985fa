import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** How far each stream was looked at for rows that nobody can ask for any more, and how many were forgotten. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stream_compactions (
      stream_id text primary key references streams (id) on delete cascade,
      workspace_id text not null references workspaces (id) on delete cascade,
      looked_at timestamptz not null,
      from_chunk bigint not null,
      active_version double precision,
      up_to bigint not null,
      arrived bigint not null,
      compacted bigint not null default 0,
      rows bigint,
      forgotten bigint not null default 0,
      forgotten_at timestamptz
    )`.execute(db);
  await sql`
    create index stream_compactions_workspace on stream_compactions (workspace_id, stream_id)
  `.execute(db);
  await wall(db, 'stream_compactions');
}
