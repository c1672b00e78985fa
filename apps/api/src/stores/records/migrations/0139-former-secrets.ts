import { type Kysely, sql } from 'kysely';

/** Every secret that was replaced counts until the time that was said, however often it is replaced. Null: none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['webhook_endpoints', 'subscriptions']) {
    const name = sql.table(table);
    await sql`alter table ${name} add column former_secrets jsonb`.execute(db);
    await sql`
      update ${name} set former_secrets = jsonb_build_array(jsonb_build_object(
        'secret', previous_secret,
        'until', to_char(previous_until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
      where previous_secret is not null and previous_until is not null`.execute(db);
    await sql`alter table ${name} drop column previous_secret, drop column previous_until`.execute(
      db,
    );
  }
}
