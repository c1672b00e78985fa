import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** What of a line is for which campaign, and what is promised by order or contract. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table allocations (
      workspace_id text not null references workspaces (id) on delete cascade,
      line_id text not null references budget_lines (id) on delete cascade,
      campaign_id text not null,
      how text not null check (how in ('amount', 'percent', 'rest')),
      -- Micros for an amount, percent otherwise.
      size double precision not null,
      micros bigint not null,
      version int not null,
      changed_by text not null,
      changed_at timestamptz not null,
      primary key (line_id, campaign_id)
    )`.execute(db);
  await sql`create index allocations_campaign on allocations (workspace_id, campaign_id)`.execute(
    db,
  );
  await sql`
    create table commitments (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      plan_id text,
      number text not null,
      number_key text not null,
      vendor text not null,
      vendor_key text not null,
      description text not null,
      day int not null,
      currency text not null,
      amount_micros bigint not null check (amount_micros >= 0),
      rate double precision not null,
      rate_day int not null,
      base_micros bigint not null,
      line_id text,
      campaign_id text,
      state text not null check (state in ('asked', 'open', 'refused', 'closed')),
      -- What was missing when it was asked for.
      over_micros bigint not null,
      asked_by text not null,
      asked_at timestamptz not null,
      decided_by text,
      decided_at timestamptz,
      decision_reason text not null,
      closed_by text,
      closed_at timestamptz,
      import_id text,
      version int not null,
      changed_by text not null,
      changed_at timestamptz not null,
      unique (workspace_id, number_key)
    )`.execute(db);
  await sql`create index commitments_plan on commitments (workspace_id, plan_id, state)`.execute(
    db,
  );
  for (const table of ['allocations', 'commitments']) await wall(db, table);
}
