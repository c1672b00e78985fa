import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Plans of fiscal years: scenarios, lines, targets, approvals, revisions and every change of a line. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table budget_settings (
      workspace_id text primary key references workspaces (id) on delete cascade,
      settings json not null,
      version int not null,
      set_by text not null,
      set_at timestamptz not null
    )`.execute(db);
  await sql`
    create table plans (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      fiscal_year int not null,
      -- Year × 12 + month − 1 of the first month, as the calendar was when the plan was made.
      first_month int not null,
      currency text not null,
      total_micros bigint,
      state text not null check (state in ('draft', 'review', 'approved', 'locked')),
      scenario_id text not null,
      revision int not null,
      submitted_by text,
      submitted_at timestamptz,
      locked_by text,
      locked_at timestamptz,
      created_by text not null,
      created_at timestamptz not null,
      changed_by text not null,
      changed_at timestamptz not null,
      version int not null,
      unique (workspace_id, fiscal_year)
    )`.execute(db);
  await sql`
    create table scenarios (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      plan_id text not null references plans (id) on delete cascade,
      name text not null,
      note text not null,
      state text not null check (state in ('working', 'open', 'proposed', 'promoted', 'dropped')),
      created_by text not null,
      created_at timestamptz not null,
      version int not null,
      unique (plan_id, name)
    )`.execute(db);
  await sql`create index scenarios_workspace on scenarios (workspace_id, plan_id)`.execute(db);
  await sql`
    create table budget_lines (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      plan_id text not null references plans (id) on delete cascade,
      scenario_id text not null references scenarios (id) on delete cascade,
      -- The same line in every scenario of its plan.
      key text not null,
      position int not null,
      name text not null,
      team text not null,
      cost_centre text not null,
      channel text not null,
      gl_account text not null,
      vendor text not null,
      goal_id text,
      campaign_id text,
      actual_from text not null check (actual_from in ('invoices', 'platform')),
      note text not null,
      -- Twelve amounts in micros, from the first month of the plan: the plan, and after its lock the forecast.
      months json not null,
      total_micros bigint not null,
      -- The same as it was locked; null before.
      baseline json,
      version int not null,
      changed_by text not null,
      changed_at timestamptz not null,
      unique (scenario_id, key)
    )`.execute(db);
  await sql`create index budget_lines_workspace on budget_lines (workspace_id, scenario_id, position)`.execute(
    db,
  );
  await sql`
    create function budget_baseline_stays() returns trigger language plpgsql as $$
    begin
      if old.baseline is not null and new.baseline::text is distinct from old.baseline::text then
        raise exception 'The baseline of a locked plan does not change.';
      end if;
      return new;
    end $$`.execute(db);
  await sql`
    create trigger budget_lines_baseline before update on budget_lines
      for each row execute function budget_baseline_stays()`.execute(db);
  await sql`
    create table budget_targets (
      workspace_id text not null references workspaces (id) on delete cascade,
      plan_id text not null references plans (id) on delete cascade,
      team text not null,
      quarter int not null check (quarter between 1 and 4),
      amount_micros bigint not null,
      set_by text not null,
      set_at timestamptz not null,
      version int not null,
      primary key (plan_id, team, quarter)
    )`.execute(db);
  await sql`create index budget_targets_workspace on budget_targets (workspace_id, plan_id)`.execute(
    db,
  );
  await sql`
    create table plan_approvals (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      plan_id text not null references plans (id) on delete cascade,
      -- Null: of the plan itself; else of this revision.
      revision_id text,
      capacity text not null check (capacity in ('cmo', 'finance')),
      decision text not null check (decision in ('approved', 'rejected')),
      comment text not null,
      -- Of what was approved: another content is not approved.
      content_hash text not null,
      by_id text not null,
      at timestamptz not null,
      void_at timestamptz
    )`.execute(db);
  await sql`create index plan_approvals_workspace on plan_approvals (workspace_id, plan_id)`.execute(
    db,
  );
  await sql`
    create table plan_revisions (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      plan_id text not null references plans (id) on delete cascade,
      number int not null,
      scenario_id text not null,
      state text not null check (state in ('proposed', 'applied', 'rejected')),
      diff json not null,
      reason text not null,
      proposed_by text not null,
      proposed_at timestamptz not null,
      decided_at timestamptz,
      change_set_id text,
      unique (plan_id, number)
    )`.execute(db);
  await sql`create index plan_revisions_workspace on plan_revisions (workspace_id, plan_id)`.execute(
    db,
  );
  await sql`
    create table budget_change_sets (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      plan_id text not null references plans (id) on delete cascade,
      scenario_id text not null,
      kind text not null check (kind in ('edit', 'promotion', 'undo')),
      reason text not null,
      lines int not null,
      by_id text not null,
      at timestamptz not null,
      undoes text,
      undone_by text
    )`.execute(db);
  await sql`create index budget_change_sets_workspace on budget_change_sets (workspace_id, plan_id, at)`.execute(
    db,
  );
  await sql`
    create table budget_changes (
      workspace_id text not null references workspaces (id) on delete cascade,
      change_set_id text not null references budget_change_sets (id) on delete cascade,
      line_id text not null,
      before json,
      after json,
      primary key (change_set_id, line_id)
    )`.execute(db);
  await sql`create index budget_changes_line on budget_changes (workspace_id, line_id)`.execute(db);
  for (const table of [
    'budget_settings',
    'plans',
    'scenarios',
    'budget_lines',
    'budget_targets',
    'plan_approvals',
    'plan_revisions',
    'budget_change_sets',
    'budget_changes',
  ])
    await wall(db, table);
}
