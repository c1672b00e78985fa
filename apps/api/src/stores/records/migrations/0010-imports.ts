import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Files on their way in, what they became, and how their columns were understood. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table uploads (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      sha256 text not null,
      bytes bigint not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index uploads_workspace on uploads (workspace_id, created_at)`.execute(db);
  await wall(db, 'uploads');

  // Newer batches win over older ones, so each gets a number that only grows.
  await sql`create sequence batch_numbers`.execute(db);
  await sql`grant usage on sequence batch_numbers to openmops_app, openmops_system`.execute(db);
  await sql`
    create table batches (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      seq bigint not null default nextval('batch_numbers'),
      status text not null
        check (status in ('loading', 'publishing', 'done', 'undoing', 'undone', 'replaced')),
      replaced_by text,
      upload text,
      file text not null,
      sha256 text not null,
      plan_hash text not null,
      plan jsonb not null,
      landed jsonb not null,
      period_from int,
      period_to int,
      rows bigint not null default 0,
      report jsonb,
      created_by text not null,
      created_at timestamptz not null default now(),
      done_at timestamptz,
      undone_at timestamptz
    )`.execute(db);
  await sql`create index batches_workspace on batches (workspace_id, created_at)`.execute(db);
  await sql`create index batches_file on batches (workspace_id, sha256)`.execute(db);
  await wall(db, 'batches');

  // What the fact store has confirmed: a killed import goes on after the last of these.
  await sql`
    create table batch_chunks (
      workspace_id text not null references workspaces (id) on delete cascade,
      batch_id text not null references batches (id) on delete cascade,
      chunk int not null,
      first_line bigint not null,
      last_line bigint not null,
      rows int not null,
      at timestamptz not null default now(),
      primary key (workspace_id, batch_id, chunk)
    )`.execute(db);
  await wall(db, 'batch_chunks');

  await sql`
    create table mappings (
      workspace_id text not null references workspaces (id) on delete cascade,
      fingerprint text not null,
      source text not null,
      mapping jsonb not null,
      updated_at timestamptz not null default now(),
      primary key (workspace_id, fingerprint)
    )`.execute(db);
  await wall(db, 'mappings');
}
