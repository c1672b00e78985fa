import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Packs of a workspace's own, and the answers to the questions of a pack for one version of an asset. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table checklist_packs (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      pack_id text not null,
      pack_version text not null,
      pack json not null,
      created_by text not null,
      created_at timestamptz not null,
      retired_at timestamptz,
      unique (workspace_id, pack_id, pack_version)
    )`.execute(db);
  await sql`
    create table checklist_runs (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      version_id text not null references asset_versions (id) on delete cascade,
      hash text not null,
      pack_id text not null,
      pack_version text not null,
      parameters json not null,
      started_by text not null,
      started_at timestamptz not null,
      unique (version_id, pack_id, pack_version)
    )`.execute(db);
  await sql`
    create table checklist_answers (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      run_id text not null references checklist_runs (id) on delete cascade,
      question text not null,
      part text not null check (part in ('first', 'second')),
      answer text not null check (answer in ('yes', 'no', 'na')),
      note text not null,
      file_id text references content_files (id) on delete restrict,
      -- The order of answers: the newest counts.
      seq bigint generated always as identity,
      answered_by text not null,
      answered_at timestamptz not null
    )`.execute(db);
  await sql`create index checklist_runs_version on checklist_runs (workspace_id, version_id)`.execute(
    db,
  );
  await sql`create index checklist_answers_run on checklist_answers (workspace_id, run_id)`.execute(
    db,
  );
  for (const table of ['checklist_packs', 'checklist_runs', 'checklist_answers'])
    await wall(db, table);
}
