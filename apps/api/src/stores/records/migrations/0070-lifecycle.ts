import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** What the stages mean, who agreed to it, and the facts that follow from it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table lifecycle_definitions (
      workspace_id text not null references workspaces (id) on delete cascade,
      version int not null,
      meaning json not null,
      sources json not null,
      maturity json not null,
      note text,
      proposed_by text not null,
      proposed_at timestamptz not null,
      primary key (workspace_id, version)
    )`.execute(db);
  await sql`
    create table lifecycle_consents (
      workspace_id text not null references workspaces (id) on delete cascade,
      version int not null,
      head text not null check (head in ('marketing', 'sales')),
      actor text not null,
      name text not null,
      at timestamptz not null,
      primary key (workspace_id, version, head),
      unique (workspace_id, version, actor),
      foreign key (workspace_id, version)
        references lifecycle_definitions (workspace_id, version) on delete cascade
    )`.execute(db);
  await sql`
    create table lifecycle_batches (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      part text not null,
      month int not null,
      hash text not null,
      status text not null check (status in ('landing', 'active', 'gone')),
      landed jsonb not null
    )`.execute(db);
  await sql`create index lifecycle_batches_workspace on lifecycle_batches (workspace_id)`.execute(
    db,
  );
  for (const table of ['lifecycle_definitions', 'lifecycle_consents', 'lifecycle_batches'])
    await wall(db, table);
}
