import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/**
 * How many minutes of work each kind of automation is taken to save, as people of the workspace have said it; and
 * whether what a finding of waste was about has been stopped, or is meant so.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table value_assumptions (
      workspace_id text not null references workspaces (id) on delete cascade,
      kind text not null,
      minutes_micros bigint check (minutes_micros > 0),
      reason text not null,
      set_by text not null,
      set_at timestamptz not null,
      version int not null,
      primary key (workspace_id, kind)
    )`.execute(db);
  await wall(db, 'value_assumptions');
  await sql`
    alter table waste_closings add column outcome text not null default 'meant'
      check (outcome in ('stopped', 'meant'))
  `.execute(db);
}
