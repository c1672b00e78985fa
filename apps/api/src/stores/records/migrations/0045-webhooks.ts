import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Addresses at which other systems send messages, and what they sent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table webhook_endpoints (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      provider text not null,
      source text not null,
      stream text,
      key_fields jsonb not null,
      options jsonb not null,
      secret text,
      previous_secret text,
      previous_until timestamptz,
      received bigint not null default 0,
      last_received_at timestamptz,
      refused bigint not null default 0,
      last_refused_at timestamptz,
      last_refusal text,
      created_by text not null,
      created_at timestamptz not null default now(),
      revoked_at timestamptz
    )`.execute(db);
  await sql`
    create index webhook_endpoints_workspace on webhook_endpoints (workspace_id, created_at)
  `.execute(db);
  await wall(db, 'webhook_endpoints');

  // A message is answered once it stands here; what it means is found out afterwards.
  await sql`
    create table webhook_inbox (
      seq bigint generated always as identity,
      workspace_id text not null references workspaces (id) on delete cascade,
      endpoint_id text not null references webhook_endpoints (id) on delete cascade,
      message_id text not null,
      state text not null default 'waiting' check (state in ('waiting', 'done', 'rejected')),
      sent_at timestamptz,
      received_at timestamptz not null,
      body bytea,
      bytes int not null,
      rows int,
      reason text,
      primary key (endpoint_id, message_id)
    )`.execute(db);
  await sql`
    create index webhook_inbox_waiting on webhook_inbox (workspace_id, seq) where state = 'waiting'
  `.execute(db);
  await sql`
    create index webhook_inbox_recent on webhook_inbox (workspace_id, endpoint_id, seq)
  `.execute(db);
  await wall(db, 'webhook_inbox');
}
