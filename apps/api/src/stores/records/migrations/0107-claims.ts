import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Claims with what proves them, and the messages that are built of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table claims (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      text text not null,
      product text,
      owner text,
      -- What proves it, in words and as a file.
      substantiation text not null,
      file_id text references content_files (id) on delete restrict,
      -- The last day on which the proof holds; null: it does not end.
      valid_until int,
      version int not null,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null,
      retired_at timestamptz
    )`.execute(db);
  await sql`
    create table messages (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      persona text not null,
      stage text not null,
      claim_id text references claims (id) on delete restrict,
      text text not null,
      assets json not null,
      -- What a test of it showed, in words; empty: none was made.
      result text not null,
      version int not null,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null,
      removed_at timestamptz
    )`.execute(db);
  await sql`create index claims_workspace on claims (workspace_id, created_at)`.execute(db);
  await sql`create index messages_workspace on messages (workspace_id, persona, stage)`.execute(db);
  await wall(db, 'claims');
  await wall(db, 'messages');
}
