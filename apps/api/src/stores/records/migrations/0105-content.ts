import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Assets, their versions with files and comments, and what a workspace asks of its content. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table content_files (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      -- The bytes are kept once per workspace, under this hash.
      sha256 text not null,
      name text not null,
      type text not null,
      bytes bigint not null,
      created_by text not null,
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create table assets (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      type text not null,
      owner text,
      campaign_id text,
      persona text,
      stage text,
      product text,
      language text not null,
      topics json not null,
      rights_until int,
      planned_on int,
      planned_channel text,
      version int not null,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null,
      archived_at timestamptz
    )`.execute(db);
  await sql`
    create table asset_versions (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      asset_id text not null references assets (id) on delete cascade,
      number int not null check (number > 0),
      title text not null,
      text text not null,
      link text,
      file_id text references content_files (id) on delete restrict,
      -- Of the normal form of all that: what approvals and checklists are bound to.
      hash text not null,
      note text not null,
      created_by text not null,
      created_at timestamptz not null,
      unique (asset_id, number)
    )`.execute(db);
  await sql`
    create table asset_comments (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      version_id text not null references asset_versions (id) on delete cascade,
      text text not null,
      created_by text not null,
      created_at timestamptz not null
    )`.execute(db);
  await sql`
    create table content_settings (
      workspace_id text primary key references workspaces (id) on delete cascade,
      settings json not null,
      version int not null,
      set_by text not null,
      set_at timestamptz not null
    )`.execute(db);
  await sql`create index content_files_hash on content_files (workspace_id, sha256)`.execute(db);
  await sql`create index assets_workspace on assets (workspace_id, changed_at)`.execute(db);
  await sql`create index asset_versions_asset on asset_versions (workspace_id, asset_id, number)`.execute(
    db,
  );
  await sql`create index asset_comments_version on asset_comments (workspace_id, version_id)`.execute(
    db,
  );
  const tables = ['content_files', 'assets', 'asset_versions', 'asset_comments'];
  for (const table of [...tables, 'content_settings']) await wall(db, table);
}
