import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Experiments as they were registered, and their counts look by look. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table experiments (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      plan json not null,
      state text not null check (state in ('planned', 'running', 'ended', 'concluded')),
      decision text check (decision in ('adopt', 'keep', 'repeat')),
      learning text not null,
      version int not null,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null,
      check ((state = 'concluded') = (decision is not null))
    )`.execute(db);
  await sql`
    create table experiment_looks (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      experiment_id text not null references experiments (id) on delete cascade,
      as_of int not null,
      arms json not null,
      plan json not null,
      added_by text not null,
      added_at timestamptz not null
    )`.execute(db);
  await sql`create index experiments_workspace on experiments (workspace_id, created_at)`.execute(
    db,
  );
  await sql`create index experiment_looks_workspace on experiment_looks (workspace_id, experiment_id, as_of)`.execute(
    db,
  );
  for (const table of ['experiments', 'experiment_looks']) await wall(db, table);
}
