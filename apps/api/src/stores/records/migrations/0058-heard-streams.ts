import { type Kysely, sql } from 'kysely';

/** What of a source's other streams has gone into the facts of a stream, which currency was assumed, how far a pass is. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table stream_mappings
      add column heard json not null default '{}',
      add column assumed_currency text,
      add column progress json`.execute(db);
}
