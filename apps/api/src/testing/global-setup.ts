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
    /** A PGlite dump with all migrations, from which every test file begins. */
    recordsDump: string;
    /** A folder for what the test files of this run share. */
    runFolder: string;
  }
}

/** Making a database takes seconds, loading one a fraction: made once per set of migrations. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = join(import.meta.dirname, '../../node_modules/.cache/openmops');
  mkdirSync(folder, { recursive: true });
  const dump = join(folder, `records-${fingerprint()}.tar`);
  if (!existsSync(dump)) {
    const pool = await PglitePool.open({ path: null, dump: null });
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool }) });
    await migrate(db, 'pglite');
    const draft = `${dump}.${process.pid}`;
    await pool.dump(draft);
    await db.destroy();
    renameSync(draft, dump);
  }
  project.provide('recordsDump', dump);
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
