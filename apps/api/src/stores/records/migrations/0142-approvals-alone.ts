import { type Kysely, sql } from 'kysely';

/** Whether a version was approved by its author, because there was nobody else to ask. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table approvals add column alone boolean not null default false`.execute(db);
}
