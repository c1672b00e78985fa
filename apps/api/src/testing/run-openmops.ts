import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { run } from '../cli/run.ts';

/** Runs one command line and keeps what it prints. */
export async function openmops(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await run(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

/** A folder for the files of a test file, which is removed after it. */
export function testFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'openmops-files-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  return {
    folder,
    /** Writes a file and answers its path. */
    file(name: string, text: string): string {
      const path = join(folder, name);
      writeFileSync(path, text);
      return path;
    },
  };
}
