import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Tasks belong to campaigns, begin on a day, and wait for each other. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table tasks
      add column campaign_id text references campaigns (id) on delete set null,
      add column starts int,
      add column version int not null default 1,
      add column changed_by text`.execute(db);
  await sql`create index tasks_campaign on tasks (workspace_id, campaign_id)`.execute(db);
  await sql`
    create table task_links (
      workspace_id text not null references workspaces (id) on delete cascade,
      task_id text not null references tasks (id) on delete cascade,
      -- The task that has to be over first.
      after_id text not null references tasks (id) on delete cascade,
      primary key (workspace_id, task_id, after_id),
      check (task_id <> after_id)
    )`.execute(db);
  await wall(db, 'task_links');
}
