import { reporters } from '@openmops/config/vitest/node';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    pool: 'forks',
    // Every file has folders and servers of its own, so those of one process share what they import.
    isolate: false,
    include: ['*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    ...reporters(),
  },
});
