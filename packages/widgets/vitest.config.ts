import { browserTests } from '@openmops/config/vitest/browser';
import { nodeTests } from '@openmops/config/vitest/node';
import { defineConfig, mergeConfig } from 'vitest/config';
import viteConfig from './vite.config.ts';

const browser = await browserTests();
const node = nodeTests();

// `src` runs inside Chromium; `tests` builds the bundles and opens pages with them from outside.
export default defineConfig({
  test: {
    ...(browser.test?.reporters && { reporters: browser.test.reporters }),
    ...(browser.test?.outputFile && { outputFile: browser.test.outputFile }),
    projects: [
      mergeConfig(mergeConfig(viteConfig, browser), { test: { name: 'browser' } }),
      {
        test: {
          ...node.test,
          name: 'bundle',
          include: ['tests/**/*.test.ts'],
          globalSetup: ['tests/bundles.ts'],
          fileParallelism: false,
        },
      },
    ],
  },
});
