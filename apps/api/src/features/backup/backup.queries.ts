import { sql } from 'kysely';
import type { Db, Trx } from '../../stores/records/records.ts';

const PAGE = 2_000;

/** Tables in an order in which rows can be added: what is referred to comes first. */
export async function tablesInOrder(db: Db | Trx): Promise<string[]> {
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'
      and table_name not in ('migrations', 'migrations_lock')
    order by table_name`.execute(db);
  const links = await sql<{ child: string; parent: string }>`
    select c.conrelid::regclass::text as child, c.confrelid::regclass::text as parent
    from pg_constraint c join pg_namespace n on n.oid = c.connamespace
    where c.contype = 'f' and n.nspname = 'public' and c.conrelid <> c.confrelid`.execute(db);
  const ordered: string[] = [];
  const visit = (name: string) => {
    if (ordered.includes(name)) return;
    for (const link of links.rows) if (link.child === name) visit(link.parent);
    ordered.push(name);
  };
  for (const { name } of tables.rows) visit(name);
  return ordered;
}

/** The rows of a table as JSON texts, page by page, inside the transaction of the backup. */
export async function* rowsAsJson(trx: Trx, table: string): AsyncGenerator<string[]> {
  await sql`declare backup_rows no scroll cursor for
    select row_to_json(t)::text as row from ${sql.table(table)} t`.execute(trx);
  try {
    for (;;) {
      const page = await sql<{ row: string }>`
        fetch ${sql.raw(String(PAGE))} from backup_rows`.execute(trx);
      if (page.rows.length === 0) return;
      yield page.rows.map((one) => one.row);
    }
  } finally {
    await sql`close backup_rows`.execute(trx);
  }
}

/** Adds rows that `rowsAsJson` gave; the types come from the table itself. */
export async function addRows(trx: Trx, table: string, rows: string[]): Promise<void> {
  await sql`insert into ${sql.table(table)} overriding system value
    select * from json_populate_recordset(null::${sql.table(table)}, ${`[${rows.join(',')}]`}::json)
  `.execute(trx);
}

export async function countRows(db: Db | Trx, table: string): Promise<number> {
  const found = await sql<{
    rows: number;
  }>`select count(*) as rows from ${sql.table(table)}`.execute(db);
  return found.rows[0]?.rows ?? 0;
}

export async function sequences(db: Db): Promise<Record<string, number>> {
  const found = await sql<{ name: string; value: number | null }>`
    select sequencename as name, last_value as value from pg_sequences
    where schemaname = 'public'`.execute(db);
  return Object.fromEntries(found.rows.map(({ name, value }) => [name, value ?? 0]));
}

export async function setSequence(db: Db, name: string, value: number): Promise<void> {
  if (value > 0) await sql`select setval(${name}::regclass, ${value})`.execute(db);
}

export async function migrationNames(db: Db): Promise<string[]> {
  const found = await sql<{ name: string }>`select name from migrations order by name`.execute(db);
  return found.rows.map((row) => row.name);
}
