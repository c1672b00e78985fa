import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Which variant of an asset is for whom: rules in order, each with the content that it shows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table variant_sets (
      workspace_id text not null references workspaces (id) on delete cascade,
      -- What is shown where no rule fits.
      asset_id text not null references assets (id) on delete cascade,
      rules json not null,
      version int not null,
      changed_by text not null,
      changed_at timestamptz not null,
      primary key (workspace_id, asset_id)
    )`.execute(db);
  await wall(db, 'variant_sets');
}
