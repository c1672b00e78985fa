import { existsSync, statfsSync } from 'node:fs';
import type { ViteUserConfig } from 'vitest/config';

const PLENTY = 8 * 2 ** 30;

/**
 * A store is a thousand small files, which tests make and remove all the time: where memory is plenty, they
 * are kept in memory, as `/tmp` is on many machines. A folder that is named (`TMPDIR`) stays.
 */
export function filesInMemory(): void {
  const folder = '/dev/shm';
  if (process.env.TMPDIR || !existsSync(folder)) return;
  const { bavail, bsize } = statfsSync(folder);
  if (Math.min(bavail * bsize, process.availableMemory()) >= PLENTY) process.env.TMPDIR = folder;
}

/** Vitest settings of the packages whose tests run in Node. A fresh object on every call. */
export function nodeTests(): ViteUserConfig {
  filesInMemory();
  return {
    test: {
      // chDB hangs for ever once a worker thread that loaded it has ended: processes, not threads.
      pool: 'forks',
      // Most of what tests make is garbage soon: with more room for it, it is looked through less often.
      execArgv: ['--min-semi-space-size=32', '--max-semi-space-size=64'],
      // Node runs our sources as they are, as it does in the product: nothing is bundled or rewritten, and
      // what one process has compiled the next ones find (`NODE_COMPILE_CACHE`).
      experimental: { viteModuleRunner: false, nodeLoader: false },
      include: ['src/**/*.test.ts'],
      exclude: leftOut(),
      // A busy machine answers late; what is awaited comes all the same.
      expect: { poll: { timeout: 120_000 } },
      hookTimeout: 120_000,
      testTimeout: 60_000,
      ...reporters(),
    },
  };
}

/** Whether the long tests run, too: `OPENMOPS_TESTS=all`, as `.ci/run` has it. */
export const isLong = process.env.OPENMOPS_TESTS === 'all';

/** Files named `*.long.test.ts` wait for that. */
export function leftOut(): string[] {
  return ['**/node_modules/**', ...(isLong ? [] : ['**/*.long.test.ts'])];
}

/** `OPENMOPS_TEST_RESULTS=<folder>` adds a JSON report, from which `.ci/run` counts. */
export function reporters() {
  const folder = process.env.OPENMOPS_TEST_RESULTS;
  if (!folder) return {};
  const name = process.env.npm_package_name?.replace(/\W+/g, '-') ?? 'root';
  return { reporters: ['default', 'json'], outputFile: { json: `${folder}/${name}.json` } };
}
