import { type Kysely, sql } from 'kysely';
import { instanceWide, wall } from './walls.ts';

/** Roles and walls, people, workspaces, keys, and the audit trail. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await roles(db);
  await people(db);
  await workspaces(db);
  await keys(db);
  await audit(db);
}

async function roles(db: Kysely<unknown>): Promise<void> {
  // Roles belong to the whole server: another database of it may have made them already.
  await sql`
    do $$
    declare role_name text;
    begin
      foreach role_name in array array['openmops_app', 'openmops_system'] loop
        begin
          execute format('create role %I nologin nosuperuser nobypassrls', role_name);
        exception when duplicate_object or unique_violation then null;
        end;
        -- Who made a role may not step into it by that alone (PostgreSQL 16 and later).
        begin
          execute format('set local role %I', role_name);
          execute 'reset role';
        exception when insufficient_privilege then
          execute format('grant %I to current_user', role_name);
        end;
      end loop;
    end $$
  `.execute(db);
  await sql`grant usage on schema public to openmops_app, openmops_system`.execute(db);
  await sql`
    create function openmops_workspace() returns text language plpgsql stable as $$
    declare workspace text := current_setting('openmops.workspace', true);
    begin
      if workspace is null or workspace = '' then
        raise exception 'no workspace is set for this transaction' using errcode = '42501';
      end if;
      return workspace;
    end $$
  `.execute(db);
}

async function people(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table users (
      id text primary key,
      name text not null,
      email text not null unique,
      email_verified boolean not null default false,
      image text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table sessions (
      id text primary key,
      user_id text not null references users (id) on delete cascade,
      token text not null unique,
      expires_at timestamptz not null,
      ip_address text,
      user_agent text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index sessions_user on sessions (user_id)`.execute(db);
  await sql`
    create table accounts (
      id text primary key,
      user_id text not null references users (id) on delete cascade,
      account_id text not null,
      provider_id text not null,
      password text,
      access_token text,
      refresh_token text,
      id_token text,
      access_token_expires_at timestamptz,
      refresh_token_expires_at timestamptz,
      scope text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (provider_id, account_id)
    )`.execute(db);
  await sql`create index accounts_user on accounts (user_id)`.execute(db);
  await sql`
    create table verifications (
      id text primary key,
      identifier text not null,
      value text not null,
      expires_at timestamptz not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table instance (key text primary key, value jsonb not null)
  `.execute(db);
  await sql`
    create table one_time_tokens (
      token_hash text primary key,
      kind text not null check (kind in ('claim', 'demo', 'member')),
      user_id text references users (id) on delete cascade,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null
    )`.execute(db);
  for (const table of [
    'users',
    'sessions',
    'accounts',
    'verifications',
    'instance',
    'one_time_tokens',
  ]) {
    await instanceWide(db, table);
  }
}

async function workspaces(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table workspaces (
      id text primary key,
      slug text not null unique,
      name text not null,
      currency text not null,
      time_zone text not null,
      fiscal_start int not null check (fiscal_start between 1 and 12),
      fiscal_named_by text not null check (fiscal_named_by in ('end', 'start')),
      week_start int not null check (week_start between 1 and 7),
      sample boolean not null default false,
      created_at timestamptz not null default now()
    )`.execute(db);
  await wall(db, 'workspaces', { column: 'id' });
  // Its audit trail goes with a workspace, so no request may add or remove one.
  await sql`revoke insert, delete on workspaces from openmops_app`.execute(db);
  await sql`
    create table members (
      workspace_id text not null references workspaces (id) on delete cascade,
      user_id text not null references users (id) on delete cascade,
      role text not null check (role in ('owner', 'admin', 'editor', 'viewer')),
      created_at timestamptz not null default now(),
      primary key (workspace_id, user_id)
    )`.execute(db);
  await sql`create index members_user on members (user_id)`.execute(db);
  await wall(db, 'members');
}

async function keys(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table api_keys (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      prefix text not null,
      key_hash text not null unique,
      scopes jsonb not null,
      created_by text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz,
      last_used_at timestamptz,
      revoked_at timestamptz
    )`.execute(db);
  await sql`create index api_keys_workspace on api_keys (workspace_id, created_at)`.execute(db);
  await wall(db, 'api_keys');
  await sql`
    create table embed_tokens (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      name text not null,
      kpis jsonb not null,
      filters jsonb not null,
      origins jsonb not null,
      created_by text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null,
      revoked_at timestamptz
    )`.execute(db);
  await sql`create index embed_tokens_workspace on embed_tokens (workspace_id, created_at)`.execute(
    db,
  );
  await wall(db, 'embed_tokens');
}

async function audit(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit (
      workspace_id text not null references workspaces (id),
      seq bigint not null,
      at timestamptz not null,
      actor_kind text not null,
      actor_id text,
      verb text not null,
      input_digest text not null,
      details jsonb not null,
      request_id text not null,
      previous text not null,
      hash text not null,
      primary key (workspace_id, seq)
    )`.execute(db);
  await wall(db, 'audit', { appendOnly: true });
  await sql`
    create function openmops_append_only() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit trail is append-only' using errcode = '42501';
    end $$
  `.execute(db);
  await sql`
    create trigger audit_append_only before update or delete on audit
      for each row execute function openmops_append_only()
  `.execute(db);
  await sql`
    create trigger audit_no_truncate before truncate on audit
      for each statement execute function openmops_append_only()
  `.execute(db);
}
