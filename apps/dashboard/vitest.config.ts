import { browserTests } from '@openmops/config/vitest/browser';
import { nodeTests, reporters } from '@openmops/config/vitest/node';
import { defineConfig, mergeConfig } from 'vitest/config';
import viteConfig from './vite.config.ts';

const browser = await browserTests();
const node = nodeTests();

/** Screens and their models in a real Chromium; journeys from Node against a server that was really started. */
export default defineConfig({
  test: {
    ...reporters(),
    projects: [
      mergeConfig(viteConfig, {
        ...browser,
        test: { ...browser.test, name: 'screens', exclude: ['src/e2e/**', 'src/build/**'] },
      }),
      {
        test: {
          ...node.test,
          name: 'journeys',
          include: ['src/e2e/**/*.test.ts', 'src/build/**/*.test.ts'],
          globalSetup: ['src/e2e/server.ts'],
          testTimeout: 240_000,
          // One after the other in one process, which loads what they share once.
          fileParallelism: false,
          isolate: false,
        },
      },
    ],
  },
});
