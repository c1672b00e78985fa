import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/**
 * Facts that were made of streams: a batch per stream, dataset, shape and month. `gone` ones still
 * have rows in the fact store that nobody sees.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stream_batches (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      stream_id text not null references streams (id) on delete cascade,
      part text not null,
      month int not null,
      status text not null check (status in ('landing', 'active', 'gone')),
      landed jsonb not null,
      at timestamptz not null
    )`.execute(db);
  await sql`create index stream_batches_stream on stream_batches (workspace_id, stream_id)`.execute(
    db,
  );
  await wall(db, 'stream_batches');
}
