import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** What buyers ask, the content that answers it, and the deals in which it was asked. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table buyer_questions (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      text text not null,
      -- The text in the form in which two writings of it are one question.
      key text not null,
      stage text,
      persona text,
      product text,
      -- sales_call, form, support, search, other
      source text not null,
      version int not null,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null,
      removed_at timestamptz
    )`.execute(db);
  await sql`
    create table question_answers (
      workspace_id text not null references workspaces (id) on delete cascade,
      question_id text not null references buyer_questions (id) on delete cascade,
      asset_id text not null references assets (id) on delete cascade,
      primary key (workspace_id, question_id, asset_id)
    )`.execute(db);
  await sql`
    create table question_deals (
      workspace_id text not null references workspaces (id) on delete cascade,
      question_id text not null references buyer_questions (id) on delete cascade,
      -- Like deal/hubspot/9, as the trace names it.
      deal text not null,
      -- hand, import, form
      via text not null,
      created_by text not null,
      created_at timestamptz not null,
      primary key (workspace_id, question_id, deal)
    )`.execute(db);
  await sql`
    create unique index buyer_questions_key on buyer_questions (workspace_id, key)
    where removed_at is null`.execute(db);
  for (const table of ['buyer_questions', 'question_answers', 'question_deals'])
    await wall(db, table);
}
