import { playwright } from '@vitest/browser-playwright';
import type { ViteUserConfig } from 'vitest/config';
import { chromiumLaunch } from './chromium.ts';
import { filesInMemory, reporters } from './node.ts';

/** Vitest settings of the packages whose tests run in a real Chromium. A fresh object on every call. */
export async function browserTests(): Promise<ViteUserConfig> {
  filesInMemory();
  return {
    test: {
      include: ['src/**/*.test.ts'],
      // A busy machine answers late; what is awaited comes all the same.
      expect: { poll: { timeout: 20_000 } },
      hookTimeout: 120_000,
      testTimeout: 30_000,
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({ launchOptions: await chromiumLaunch() }),
        instances: [{ browser: 'chromium' }],
      },
      ...reporters(),
    },
  };
}
