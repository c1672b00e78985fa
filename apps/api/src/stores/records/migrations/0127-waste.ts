import { type Kysely, sql } from 'kysely';
import { wall } from './walls.ts';

/** Findings of waste that somebody has looked at and closed, with the amount they were about by then. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table waste_closings (
      workspace_id text not null references workspaces (id) on delete cascade,
      fiscal_year int not null,
      finding text not null,
      micros bigint not null,
      reason text not null,
      closed_by text not null,
      closed_at timestamptz not null,
      primary key (workspace_id, fiscal_year, finding)
    )`.execute(db);
  await wall(db, 'waste_closings');
}
