import { join } from 'node:path';
import { filesInMemory, leftOut, reporters } from '@openmops/config/vitest/node';
import { defineConfig } from 'vitest/config';

filesInMemory();
// The commands of the documentation find the code compiled by those before them.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/openmops/code');

export default defineConfig({
  root: import.meta.dirname,
  test: {
    pool: 'forks',
    // Every file has folders and servers of its own, so those of one process share what they import.
    isolate: false,
    // Node runs the sources as they are, and finds them compiled (see `nodeTests`).
    experimental: { viteModuleRunner: false, nodeLoader: false },
    include: ['*.test.ts'],
    exclude: leftOut(),
    // Nothing is measured in time: on a busy machine everything takes ten times as long.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    ...reporters(),
  },
});
