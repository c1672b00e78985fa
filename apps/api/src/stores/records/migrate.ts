import { MopsError } from '@openmops/domain/shared';
import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import { MIGRATIONS } from './migrations/index.ts';

/** Any fixed number: the lock under which one process migrates while the others wait. */
const MIGRATION_LOCK = 4_600_046_001;

/**
 * Brings the record store to the newest version; each migration is one transaction. `only`: no further than
 * these migrations, so that rows which an older version wrote find the tables of their time.
 */
export async function migrate(
  db: Kysely<unknown>,
  engine: 'pglite' | 'postgres',
  only?: readonly string[],
): Promise<string[]> {
  const migrations = only ? pick(only) : MIGRATIONS;
  if (engine === 'pglite') return run(db, migrations);
  // One connection for the lock and the work, and no limit of time for either.
  return db.connection().execute(async (connection) => {
    await sql`set statement_timeout = 0`.execute(connection);
    await sql`select pg_advisory_lock(${MIGRATION_LOCK})`.execute(connection);
    try {
      return await run(connection, migrations);
    } finally {
      await sql`select pg_advisory_unlock(${MIGRATION_LOCK})`.execute(connection);
      await sql`reset statement_timeout`.execute(connection);
    }
  });
}

/** The migrations of a list that this version has. */
function pick(names: readonly string[]): typeof MIGRATIONS {
  return Object.fromEntries(Object.entries(MIGRATIONS).filter(([name]) => names.includes(name)));
}

async function run(db: Kysely<unknown>, migrations: typeof MIGRATIONS): Promise<string[]> {
  const done = await doneOf(db);
  if (done.length === Object.keys(migrations).length && done.every((name) => name in migrations)) {
    return [];
  }
  if (done.some((name) => name in MIGRATIONS && !(name in migrations))) {
    throw new MopsError(
      'PRECONDITION',
      'The record store has tables of a newer version than the backup.',
      'Point DATABASE_URL at a database that was never opened, or restore a newer backup.',
    );
  }
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
    allowUnorderedMigrations: true,
  });
  const { error, results } = await migrator.migrateToLatest();
  const failed = results?.find((result) => result.status === 'Error');
  if (error) {
    throw new MopsError(
      'INTERNAL',
      `The record store could not be brought up to date${failed ? ` (${failed.migrationName})` : ''}: ${(error as Error).message}`,
      'Nothing was changed. The user of DATABASE_URL must own its database and may need the right to create roles (CREATEROLE).',
    );
  }
  return (results ?? []).map((result) => result.migrationName);
}

/** Names of what was done; the migrator looks at every table first, which a start would wait for. */
async function doneOf(db: Kysely<unknown>): Promise<string[]> {
  const table = await sql<{ there: boolean }>`
    select to_regclass('migrations') is not null as there`.execute(db);
  if (!table.rows[0]?.there) return [];
  const done = await sql<{ name: string }>`select name from migrations`.execute(db);
  return done.rows.map(({ name }) => name);
}
