import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** What people have decided on who is who, and how far the resolving has come. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table identity_decisions (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      kind text not null check (kind in ('merge', 'different')),
      entity text not null check (entity in ('contact', 'account')),
      keep text,
      records json not null,
      chosen json not null,
      reason text,
      decided_by text not null,
      decided_at timestamptz not null,
      undone_by text,
      undone_at timestamptz
    )`.execute(db);
  await sql`
    create index identity_decisions_newest on identity_decisions (workspace_id, decided_at)`.execute(
    db,
  );
  await sql`
    create table identity_precedence (
      workspace_id text not null references workspaces (id) on delete cascade,
      entity text not null check (entity in ('contact', 'account')),
      field text not null,
      sources json not null,
      set_by text not null,
      set_at timestamptz not null,
      primary key (workspace_id, entity, field)
    )`.execute(db);
  await sql`
    create table people_state (
      workspace_id text primary key references workspaces (id) on delete cascade,
      generation int not null,
      -- Of everything that decides the result.
      stamp text not null,
      counts json not null,
      warnings json not null,
      took_ms int not null,
      record_seq bigint,
      resolved_at timestamptz not null
    )`.execute(db);
  for (const table of ['identity_decisions', 'identity_precedence', 'people_state'])
    await wall(db, table);
}
