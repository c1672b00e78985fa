import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Months that are closed, with what platforms had reported by then, and rules that find campaigns of spend. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table budget_months (
      workspace_id text not null references workspaces (id) on delete cascade,
      month int not null,
      closed boolean not null,
      closed_by text not null,
      closed_at timestamptz not null,
      history json not null,
      version int not null,
      primary key (workspace_id, month)
    )`.execute(db);
  await sql`
    create table budget_month_spend (
      workspace_id text not null references workspaces (id) on delete cascade,
      month int not null,
      source text not null,
      -- As the facts have it; empty: without one.
      campaign text not null,
      micros bigint not null,
      primary key (workspace_id, month, source, campaign)
    )`.execute(db);
  await sql`
    create table spend_rules (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      -- Empty: of any source.
      source text not null,
      -- Part of the campaign's name; a star stands for anything.
      pattern text not null,
      campaign_id text not null,
      set_by text not null,
      set_at timestamptz not null
    )`.execute(db);
  await sql`create index spend_rules_workspace on spend_rules (workspace_id, set_at)`.execute(db);
  for (const table of ['budget_months', 'budget_month_spend', 'spend_rules']) await wall(db, table);
}
