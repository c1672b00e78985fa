import { type Kysely, sql } from 'kysely';

/** A delivery that is on its way: until it is over, none that follows it goes to the same address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table subscription_deliveries add column claimed_at timestamptz`.execute(db);
  await sql`
    create index subscription_deliveries_claimed on subscription_deliveries (subscription_id)
      where claimed_at is not null`.execute(db);
}
