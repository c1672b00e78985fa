import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** What a stream said of each day when it was read last, and what it has said otherwise since. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table integration_days (
      workspace_id text not null references workspaces (id) on delete cascade,
      integration_id text not null references integrations (id) on delete cascade,
      stream text not null,
      day date not null,
      sums json not null,
      rows json not null,
      read_at timestamptz not null,
      primary key (workspace_id, integration_id, stream, day)
    )`.execute(db);
  await wall(db, 'integration_days');
  await sql`
    create table integration_restatements (
      workspace_id text not null references workspaces (id) on delete cascade,
      integration_id text not null references integrations (id) on delete cascade,
      stream text not null,
      day date not null,
      run_id text not null,
      at timestamptz not null,
      rows_changed int not null,
      rows_added int not null,
      rows_removed int not null,
      sums json not null,
      primary key (workspace_id, integration_id, stream, day, run_id)
    )`.execute(db);
  await wall(db, 'integration_restatements');
}
