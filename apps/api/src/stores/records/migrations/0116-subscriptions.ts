import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Addresses of other systems that are told when something happens here, and what they were told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table subscriptions (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      address text not null,
      events jsonb not null,
      secret text not null,
      previous_secret text,
      previous_until timestamptz,
      paused_at timestamptz,
      paused_why text,
      last_delivered_at timestamptz,
      created_by text not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create index subscriptions_workspace on subscriptions (workspace_id, created_at)
  `.execute(db);
  await wall(db, 'subscriptions');

  // Written in the transaction of what happened: both are there or neither.
  await sql`
    create table subscription_deliveries (
      seq bigint generated always as identity primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      subscription_id text not null references subscriptions (id) on delete cascade,
      event_id text not null,
      event text not null,
      body text not null,
      state text not null default 'waiting' check (state in ('waiting', 'delivered', 'dead')),
      tries int not null default 0,
      next_at timestamptz not null,
      status int,
      error text,
      answer text,
      created_at timestamptz not null,
      ended_at timestamptz
    )`.execute(db);
  await sql`
    create index subscription_deliveries_due on subscription_deliveries (next_at) where state = 'waiting'
  `.execute(db);
  await sql`
    create index subscription_deliveries_recent
      on subscription_deliveries (workspace_id, subscription_id, seq)
  `.execute(db);
  await wall(db, 'subscription_deliveries');
}
