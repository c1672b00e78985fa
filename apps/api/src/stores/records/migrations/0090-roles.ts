import { type Kysely, sql } from 'kysely';

/** Finance and reviewers are roles of their own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table members drop constraint members_role_check`.execute(db);
  await sql`
    alter table members add constraint members_role_check
      check (role in ('owner', 'admin', 'editor', 'finance', 'reviewer', 'viewer'))`.execute(db);
}
