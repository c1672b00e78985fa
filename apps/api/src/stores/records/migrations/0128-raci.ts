import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Who is responsible, accountable, consulted and informed for a campaign or a task. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table raci (
      workspace_id text not null references workspaces (id) on delete cascade,
      -- campaign, task
      subject_kind text not null,
      subject_id text not null,
      people json not null,
      version int not null,
      changed_by text not null,
      changed_at timestamptz not null,
      primary key (workspace_id, subject_kind, subject_id)
    )`.execute(db);
  await wall(db, 'raci');
}
