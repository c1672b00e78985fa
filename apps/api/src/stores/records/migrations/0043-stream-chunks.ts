import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/**
 * Chunks of raw rows. One is named here before its rows are written, so that rows of a run that
 * died are known: `open` and `discarded` ones are never shown.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Of two versions of a record the later chunk wins, so each gets a number that only grows.
  await sql`create sequence stream_chunk_numbers`.execute(db);
  await sql`grant usage on sequence stream_chunk_numbers to openmops_app, openmops_system`.execute(
    db,
  );
  await sql`
    create table stream_chunks (
      chunk bigint primary key default nextval('stream_chunk_numbers'),
      workspace_id text not null references workspaces (id) on delete cascade,
      stream_id text not null references streams (id) on delete cascade,
      run_id text not null references stream_runs (id) on delete cascade,
      state text not null check (state in ('open', 'confirmed', 'discarded')),
      rows int not null,
      bytes bigint not null,
      at timestamptz not null
    )`.execute(db);
  await sql`create index stream_chunks_stream on stream_chunks (workspace_id, stream_id, chunk)`.execute(
    db,
  );
  await sql`create index stream_chunks_run on stream_chunks (run_id) where state <> 'confirmed'`.execute(
    db,
  );
  await wall(db, 'stream_chunks');
}
