import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Answers of requests that carried an Idempotency-Key; `answer` is null while one is at work. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table idempotency_keys (
      workspace_id text not null references workspaces (id) on delete cascade,
      key text not null,
      holder text not null,
      digest text,
      status int,
      answer text,
      created_at timestamptz not null,
      primary key (workspace_id, key)
    )`.execute(db);
  await sql`create index idempotency_keys_age on idempotency_keys (created_at)`.execute(db);
  await wall(db, 'idempotency_keys');
}
