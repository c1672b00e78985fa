import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** What an agency has agreed with the client whose workspace it is, and the hours that it works for it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table client_terms (
      workspace_id text primary key references workspaces (id) on delete cascade,
      own_vendor text not null,
      own_vendor_key text not null,
      hour_cost_micros bigint check (hour_cost_micros >= 0),
      markup_millionths int not null check (markup_millionths between 0 and 1000000),
      changed_by text not null,
      changed_at timestamptz not null,
      version int not null
    )`.execute(db);
  await sql`
    create table client_retainers (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      kind text not null check (kind in ('money', 'hours')),
      fee_micros bigint not null check (fee_micros >= 0),
      minutes int not null check (minutes >= 0),
      month_from int not null,
      month_to int check (month_to >= month_from),
      changed_by text not null,
      changed_at timestamptz not null,
      version int not null
    )`.execute(db);
  await sql`create index client_retainers_of on client_retainers (workspace_id, month_from)`.execute(
    db,
  );
  await sql`
    create table client_hours (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      day int not null,
      minutes int not null check (minutes > 0),
      note text not null,
      by_id text not null,
      at timestamptz not null
    )`.execute(db);
  await sql`create index client_hours_of on client_hours (workspace_id, day)`.execute(db);
  for (const table of ['client_terms', 'client_retainers', 'client_hours']) await wall(db, table);
}
