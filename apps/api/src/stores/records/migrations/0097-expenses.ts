import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Invoices, credits, accruals and adjustments; the parts say which line and campaign pays. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table expenses (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      kind text not null check (kind in ('invoice', 'credit', 'accrual', 'reversal', 'adjustment')),
      number text not null,
      number_key text not null,
      vendor text not null,
      vendor_key text not null,
      description text not null,
      day int not null,
      -- The month in which it is booked, year × 12 + month − 1.
      month int not null,
      currency text not null,
      amount_micros bigint not null,
      rate double precision not null,
      rate_day int not null,
      base_micros bigint not null,
      gl_account text not null,
      cost_centre text not null,
      po_number text not null,
      campaign_code text not null,
      state text not null check (state in ('matched', 'unmatched', 'left')),
      match_reason text not null,
      proposals json not null,
      -- The expense that it corrects or takes back.
      adjusts text references expenses (id),
      import_id text,
      entered_by text not null,
      entered_at timestamptz not null,
      version int not null,
      changed_by text not null,
      changed_at timestamptz not null
    )`.execute(db);
  await sql`
    create unique index expenses_number on expenses (workspace_id, vendor_key, number_key)
      where kind in ('invoice', 'credit')`.execute(db);
  await sql`create index expenses_month on expenses (workspace_id, month) include (base_micros)`.execute(
    db,
  );
  await sql`create index expenses_open on expenses (workspace_id, state, month)`.execute(db);
  await sql`
    create table expense_parts (
      workspace_id text not null references workspaces (id) on delete cascade,
      expense_id text not null references expenses (id) on delete cascade,
      position int not null,
      month int not null,
      line_id text,
      campaign_id text,
      commitment_id text,
      micros bigint not null,
      base_micros bigint not null,
      primary key (expense_id, position)
    )`.execute(db);
  await sql`
    create index expense_parts_month on expense_parts (workspace_id, month)
      include (line_id, base_micros)`.execute(db);
  await sql`create index expense_parts_commitment on expense_parts (workspace_id, commitment_id)`.execute(
    db,
  );
  await sql`create index expense_parts_campaign on expense_parts (workspace_id, campaign_id)`.execute(
    db,
  );
  await sql`
    create table budget_imports (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      kind text not null check (kind in ('invoices', 'orders')),
      sha256 text not null,
      file text not null,
      report json not null,
      by_id text not null,
      at timestamptz not null,
      unique (workspace_id, kind, sha256)
    )`.execute(db);
  for (const table of ['expenses', 'expense_parts', 'budget_imports']) await wall(db, table);
}
