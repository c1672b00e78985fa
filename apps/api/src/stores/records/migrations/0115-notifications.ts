import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** What members are told. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table notifications (
      id text primary key,
      workspace_id text not null references workspaces (id) on delete cascade,
      user_id text not null references users (id) on delete cascade,
      kind text not null,
      text text not null,
      link text,
      created_at timestamptz not null,
      read_at timestamptz,
      mailed_at timestamptz
    )`.execute(db);
  await sql`create index notifications_workspace on notifications (workspace_id)`.execute(db);
  await sql`create index notifications_user on notifications (user_id, created_at)`.execute(db);
  await sql`create index notifications_unmailed on notifications (created_at) where mailed_at is null`.execute(
    db,
  );
  await wall(db, 'notifications');
}
