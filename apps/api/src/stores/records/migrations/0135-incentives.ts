import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Budget lines that pay for each of something, under a cap, and what they have paid. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table incentives (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      plan_id text not null references plans (id) on delete cascade,
      line_key text not null,
      name text not null,
      kpi text not null,
      per_unit_micros bigint not null check (per_unit_micros > 0),
      cap_micros bigint not null check (cap_micros >= 0),
      day_from int not null,
      day_to int not null check (day_to >= day_from),
      changed_by text not null,
      changed_at timestamptz not null,
      version int not null,
      unique (workspace_id, plan_id, line_key)
    )`.execute(db);
  await sql`
    create table incentive_payouts (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      incentive_id text not null references incentives (id) on delete cascade,
      payee text not null,
      units int not null check (units > 0),
      micros bigint not null check (micros > 0),
      day int not null,
      note text not null,
      expense_id text not null,
      by_id text not null,
      at timestamptz not null
    )`.execute(db);
  await sql`
    create index incentive_payouts_of on incentive_payouts (workspace_id, incentive_id, day)
  `.execute(db);
  for (const table of ['incentives', 'incentive_payouts']) await wall(db, table);
}
