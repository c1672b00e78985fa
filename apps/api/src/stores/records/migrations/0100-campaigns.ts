import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Campaigns, what was changed in flight, what was learnt, and the rules of a workspace for them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table campaigns (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      -- The name under which facts and links know it.
      code text not null,
      type text not null,
      program text,
      aim text,
      region text,
      -- Of the room of goals, which may be built, restored and removed by itself.
      goal_id text,
      state text not null,
      day_from int,
      day_to int check (day_to >= day_from),
      owner text,
      brief json not null,
      tactics json not null,
      audience json not null,
      version int not null default 1,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null,
      unique (workspace_id, code)
    )`.execute(db);
  await sql`create index campaigns_days on campaigns (workspace_id, day_from)`.execute(db);
  await sql`
    create table campaign_moves (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      campaign_id text not null references campaigns (id) on delete cascade,
      from_state text not null,
      to_state text not null,
      reason text not null,
      -- Gates that were open and only warned.
      warned json not null,
      by text not null,
      at timestamptz not null
    )`.execute(db);
  await sql`
    create table campaign_adjustments (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      campaign_id text not null references campaigns (id) on delete cascade,
      kind text not null,
      before text not null,
      after text not null,
      reason text not null,
      day int not null,
      by text not null,
      at timestamptz not null,
      undone_by text,
      undone_at timestamptz
    )`.execute(db);
  await sql`
    create table campaign_reviews (
      campaign_id text primary key references campaigns (id) on delete cascade,
      workspace_id text not null references workspaces (id) on delete cascade,
      results json not null,
      learnings json not null,
      verdict text not null check (verdict in ('keep', 'stop', 'change')),
      next_test text,
      version int not null,
      by text not null,
      at timestamptz not null
    )`.execute(db);
  await sql`
    create table campaign_settings (
      workspace_id text primary key references workspaces (id) on delete cascade,
      rules json not null,
      version int not null,
      set_by text not null,
      set_at timestamptz not null
    )`.execute(db);
  await sql`
    create table campaign_templates (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      template json not null,
      made_by text not null,
      made_at timestamptz not null,
      unique (workspace_id, name)
    )`.execute(db);
  for (const table of ['campaign_moves', 'campaign_adjustments', 'campaign_reviews']) {
    const name = sql.table(table);
    await sql`create index on ${name} (workspace_id, campaign_id)`.execute(db);
  }
  for (const table of [
    'campaigns',
    'campaign_moves',
    'campaign_adjustments',
    'campaign_reviews',
    'campaign_settings',
    'campaign_templates',
  ])
    await wall(db, table);
}
