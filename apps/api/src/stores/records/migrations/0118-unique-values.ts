import { type Kysely, sql } from 'kysely';

/** Which records stood aside since another one has their value, as a hash: when it changes, a stream is mapped anew. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table stream_mappings add column repeats text not null default ''`.execute(db);
}
