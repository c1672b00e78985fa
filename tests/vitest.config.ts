import { reporters } from '@openmops/config/vitest/node';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: import.meta.dirname,
  test: {
    pool: 'forks',
    include: ['*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 240_000,
    ...reporters(),
  },
});
