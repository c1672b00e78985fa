import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** How far a source has been read, as it says it itself, and the messages that could not be taken. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stream_states (
      workspace_id text not null references workspaces (id) on delete cascade,
      source text not null,
      stream text not null,
      value text not null,
      at timestamptz not null,
      primary key (workspace_id, source, stream)
    )`.execute(db);
  await wall(db, 'stream_states');
  await sql`
    create table stream_rejects (
      id text not null,
      workspace_id text not null references workspaces (id) on delete cascade,
      source text not null,
      run_id text not null,
      stream text,
      line bigint,
      field text,
      reason text not null,
      message text not null,
      text text not null,
      bytes bigint not null,
      at timestamptz not null,
      primary key (workspace_id, id)
    )`.execute(db);
  await sql`create index stream_rejects_source on stream_rejects (workspace_id, source, at)`.execute(
    db,
  );
  await wall(db, 'stream_rejects');
}
