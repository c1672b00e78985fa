import { type Kysely, sql } from 'kysely';

/**
 * The audit trail of a workspace goes when the workspace goes, and never otherwise: a removal by
 * the foreign key runs inside its trigger, hence at a depth of more than one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table audit drop constraint audit_workspace_id_fkey`.execute(db);
  await sql`
    alter table audit add constraint audit_workspace_id_fkey
      foreign key (workspace_id) references workspaces (id) on delete cascade
  `.execute(db);
  await sql`
    create or replace function openmops_append_only() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and pg_trigger_depth() > 1 then
        return old;
      end if;
      raise exception 'the audit trail is append-only' using errcode = '42501';
    end $$
  `.execute(db);
}
