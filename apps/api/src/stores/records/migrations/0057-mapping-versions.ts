import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Every mapping that people saved of a stream, so that any can be taken back to. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table stream_mapping_versions (
      workspace_id text not null references workspaces (id) on delete cascade,
      stream_id text not null references streams (id) on delete cascade,
      version int not null check (version > 0),
      wish json not null,
      saved_by text not null,
      at timestamptz not null,
      -- The version that this one takes back to; 0: as the pack has it.
      restores int,
      primary key (workspace_id, stream_id, version)
    )`.execute(db);
  await wall(db, 'stream_mapping_versions', { appendOnly: true });
}
