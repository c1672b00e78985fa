import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** What is wanted in a fiscal year and how, with every version that there was. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table strategies (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      fiscal_year int not null,
      -- Empty: of everybody, of everywhere.
      team text not null,
      region text not null,
      body json not null,
      owner text,
      review_on int,
      version int not null default 1,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null,
      unique (workspace_id, fiscal_year, team, region)
    )`.execute(db);
  await sql`
    create table strategy_versions (
      workspace_id text not null references workspaces (id) on delete cascade,
      strategy_id text not null references strategies (id) on delete cascade,
      version int not null,
      body json not null,
      owner text,
      review_on int,
      reason text not null,
      by text not null,
      at timestamptz not null,
      primary key (workspace_id, strategy_id, version)
    )`.execute(db);
  await sql`create index strategies_review on strategies (workspace_id, review_on)`.execute(db);
  await wall(db, 'strategies');
  await wall(db, 'strategy_versions', { appendOnly: true });
}
