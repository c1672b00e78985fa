import { type Kysely, sql } from 'kysely';

/** A link that was removed keeps its code, which may be printed somewhere, and its clicks; its address is free again. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table links add column removed_at timestamptz`.execute(db);
  await sql`alter table links drop constraint links_workspace_id_url_key`.execute(db);
  await sql`
    create unique index links_url on links (workspace_id, url) where removed_at is null`.execute(
    db,
  );
}
