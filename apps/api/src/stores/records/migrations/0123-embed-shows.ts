import { type Kysely, sql } from 'kysely';

/** What an embed token shows beside KPIs: goals, and plans, lines and campaigns of the budget. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table embed_tokens
    add column goals jsonb not null default '[]',
    add column budgets jsonb not null default '[]'`.execute(db);
}
