import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Rules for the quality of data, audits by them, and what is to be mended. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table quality_rules (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      model_table text not null,
      source text,
      rule json not null,
      severity text not null check (severity in ('high', 'medium', 'low')),
      created_by text not null,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table quality_mutes (
      workspace_id text not null references workspaces (id) on delete cascade,
      rule text not null,
      why text not null,
      muted_by text not null,
      muted_at timestamptz not null,
      primary key (workspace_id, rule)
    )`.execute(db);
  await sql`
    create table quality_runs (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      begun_by text not null,
      state text not null check (state in ('passed', 'failed')),
      reason text,
      started_at timestamptz not null,
      ended_at timestamptz not null,
      score double precision,
      dimensions json not null,
      rules int not null,
      unchecked int not null,
      failed int not null
    )`.execute(db);
  await sql`
    create index quality_runs_newest on quality_runs (workspace_id, ended_at)`.execute(db);
  await sql`
    create table quality_results (
      run_id text not null references quality_runs (id) on delete cascade,
      workspace_id text not null references workspaces (id) on delete cascade,
      rule text not null,
      source text not null,
      model_table text not null,
      source_name text not null,
      name text not null,
      kind text not null,
      dimension text not null,
      severity text not null,
      origin text not null,
      checked bigint not null,
      failed bigint not null,
      score double precision,
      state text not null,
      weight double precision not null,
      said json not null,
      primary key (run_id, rule, source, model_table)
    )`.execute(db);
  await sql`
    create table quality_issues (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      rule text not null,
      source text not null,
      model_table text not null,
      source_name text not null,
      name text not null,
      dimension text not null,
      severity text not null,
      state text not null check (state in ('open', 'in_progress', 'fixed', 'closed')),
      rows bigint not null,
      checked bigint not null,
      money_micros bigint,
      money_how text not null,
      findings json not null,
      findings_total bigint not null,
      owner text,
      note text,
      opened_at timestamptz not null,
      failed_at timestamptz not null,
      passed_at timestamptz,
      closed_at timestamptz,
      closed_by text,
      reopened int not null default 0,
      -- One for a rule, a table and a source, over all runs.
      unique (workspace_id, rule, source, model_table)
    )`.execute(db);
  await sql`create index quality_results_workspace on quality_results (workspace_id, run_id)`.execute(
    db,
  );
  await sql`create index quality_rules_workspace on quality_rules (workspace_id)`.execute(db);
  for (const table of [
    'quality_rules',
    'quality_mutes',
    'quality_runs',
    'quality_results',
    'quality_issues',
  ])
    await wall(db, table);
}
