import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Rounds of approval of one version, and the answers that people gave. An answer is never changed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table approvals (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      version_id text not null references asset_versions (id) on delete cascade,
      hash text not null,
      seq bigint generated always as identity,
      route json not null,
      -- Who wrote what is to be approved: none of them may be the only one to say yes.
      authors json not null,
      submitted_by text not null,
      submitted_at timestamptz not null,
      withdrawn_at timestamptz
    )`.execute(db);
  await sql`
    create table approval_answers (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      approval_id text not null references approvals (id) on delete cascade,
      seat int not null,
      answered_by text not null,
      verdict text not null check (verdict in ('approve', 'reject')),
      reason text not null,
      answered_at timestamptz not null,
      unique (approval_id, seat),
      unique (approval_id, answered_by)
    )`.execute(db);
  await sql`create index approvals_version on approvals (workspace_id, version_id)`.execute(db);
  await sql`create index approval_answers_approval on approval_answers (workspace_id, approval_id)`.execute(
    db,
  );
  await wall(db, 'approvals');
  await wall(db, 'approval_answers');
}
