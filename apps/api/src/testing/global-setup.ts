import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, PostgresDialect } from 'kysely';
import type { TestProject } from 'vitest/node';
import { migrate } from '../stores/records/migrate.ts';
import { PglitePool } from '../stores/records/pglite-pool.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PGlite dump with all migrations, from which a store in memory begins. */
    recordsDump: string;
    /** The same as the folder of a store, to copy. */
    recordsFolder: string;
    /** A folder for what the test files of this run share. */
    runFolder: string;
  }
}

/** Making a database takes seconds, loading one a fraction: made once per set of migrations. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = join(import.meta.dirname, '../../node_modules/.cache/openmops');
  mkdirSync(folder, { recursive: true });
  const made = join(folder, `records-${fingerprint()}`);
  if (!existsSync(made)) {
    const draft = `${made}.${process.pid}`;
    mkdirSync(draft);
    const pool = await PglitePool.open({ path: join(draft, 'folder'), dump: null });
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    await migrate(db, 'pglite');
    await pool.dump(join(draft, 'dump.tar'));
    await db.destroy();
    try {
      renameSync(draft, made);
    } catch (error) {
      // Another run may have been faster.
      if (!existsSync(made)) throw error;
      rmSync(draft, { recursive: true });
    }
  }
  project.provide('recordsDump', join(made, 'dump.tar'));
  project.provide('recordsFolder', join(made, 'folder'));
  const runFolder = mkdtempSync(join(tmpdir(), 'openmops-run-'));
  project.provide('runFolder', runFolder);
  return () => rmSync(runFolder, { recursive: true });
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const folder = join(import.meta.dirname, '../stores/records/migrations');
  for (const file of readdirSync(folder).sort()) hash.update(readFileSync(join(folder, file)));
  hash.update(readFileSync(join(import.meta.dirname, '../../package.json')));
  return hash.digest('hex').slice(0, 16);
}
