import { type Kysely, sql } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration sees tables as they were, not as the types say.
type AnyDb = Kysely<any>;

/**
 * The walls around a table with a `workspace_id`: the role of requests sees and writes the rows of
 * the workspace of its transaction only, and gets an error when there is none.
 * `system` is the role of OpenMOps's own work over all workspaces.
 */
export async function wall(
  db: AnyDb,
  table: string,
  options: { column?: string; appendOnly?: boolean } = {},
): Promise<void> {
  const name = sql.table(table);
  const column = sql.ref(options.column ?? 'workspace_id');
  const rights = rightsOn(options);
  await sql`alter table ${name} enable row level security`.execute(db);
  await sql`alter table ${name} force row level security`.execute(db);
  await sql`
    create policy openmops_workspace on ${name} to openmops_app
      using (${column} = (select openmops_workspace()))
      with check (${column} = (select openmops_workspace()))
  `.execute(db);
  await sql`
    create policy openmops_system on ${name} to openmops_system using (true) with check (true)
  `.execute(db);
  await sql`grant ${rights} on ${name} to openmops_app, openmops_system`.execute(db);
}

/** Rights on a table of the whole instance: no request of a workspace reaches it. */
export async function instanceWide(
  db: AnyDb,
  table: string,
  options: { appendOnly?: boolean } = {},
): Promise<void> {
  await sql`grant ${rightsOn(options)} on ${sql.table(table)} to openmops_system`.execute(db);
}

function rightsOn(options: { appendOnly?: boolean }) {
  return sql.raw(options.appendOnly ? 'select, insert' : 'select, insert, update, delete');
}
