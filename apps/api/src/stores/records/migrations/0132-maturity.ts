import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Maturity checks: answers to a questionnaire. Never changed; the next one stands beside it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table maturity_checks (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      questionnaire int not null,
      answers json not null,
      note text not null,
      by text not null,
      at timestamptz not null
    )`.execute(db);
  await sql`create index maturity_checks_workspace on maturity_checks (workspace_id, at)`.execute(
    db,
  );
  await wall(db, 'maturity_checks');
}
