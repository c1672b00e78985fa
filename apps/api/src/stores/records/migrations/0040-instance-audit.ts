import { type Kysely, sql } from 'kysely';
import { instanceWide } from './walls.ts';

/** The trail of the instance itself: sign-ins and what else opens a door belong to no workspace. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table instance_audit (
      seq bigint primary key,
      at timestamptz not null,
      actor_kind text not null,
      actor_id text,
      verb text not null,
      input_digest text not null,
      details jsonb not null,
      request_id text not null,
      previous text not null,
      hash text not null
    )`.execute(db);
  await instanceWide(db, 'instance_audit', { appendOnly: true });
  await sql`
    create trigger instance_audit_append_only before update or delete on instance_audit
      for each row execute function openmops_append_only()
  `.execute(db);
  await sql`
    create trigger instance_audit_no_truncate before truncate on instance_audit
      for each statement execute function openmops_append_only()
  `.execute(db);
  // A password that changes also ends the keys of a person, in every workspace.
  await sql`create index api_keys_maker on api_keys (created_by)`.execute(db);
}
