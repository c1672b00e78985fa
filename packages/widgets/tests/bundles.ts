import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of what was built, and of its sizes in `files.json`. */
    bundles: string;
  }
}

const NAMES = [
  'mops-kpi.js',
  'mops-goal.js',
  'mops-budget.js',
  'mops-table.js',
  'widgets.js',
  'all.js',
];

/** Builds once for all files what they look at, as a release does: in a process that is not in test mode. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dir = await mkdtemp(join(tmpdir(), 'widgets-bundles-'));
  const script = join(import.meta.dirname, '../scripts/build.ts');
  const env = { NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [script, dir, ...NAMES], { env });
  project.provide('bundles', dir);
  return () => rm(dir, { recursive: true, force: true });
}
