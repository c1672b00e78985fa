import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Where and when an approved version of an asset was, or will be, published. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table publications (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      asset_id text not null references assets (id) on delete restrict,
      asset_version text not null references asset_versions (id) on delete restrict,
      campaign_id text,
      channel text not null,
      at timestamptz not null,
      link_id text,
      -- How the platform calls it, and where it is to be seen.
      reference text,
      url text,
      -- Claims and packs as they stood when it went out.
      proof json not null,
      created_by text not null,
      created_at timestamptz not null,
      withdrawn_by text,
      withdrawn_at timestamptz,
      withdrawn_reason text
    )`.execute(db);
  await sql`create index publications_workspace on publications (workspace_id, at)`.execute(db);
  await sql`create index publications_asset on publications (workspace_id, asset_id)`.execute(db);
  await sql`create index publications_campaign on publications (workspace_id, campaign_id)`.execute(
    db,
  );
  await wall(db, 'publications');
}
