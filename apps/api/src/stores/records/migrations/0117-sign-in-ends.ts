import { type Kysely, sql } from 'kysely';

/** When the sign-in of an integration ends: as the platform says it, and as a person knows it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table integrations add column sign_in_ends_at timestamptz`.execute(db);
  await sql`alter table integrations add column sign_in_until text`.execute(db);
}
