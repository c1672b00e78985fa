import { browserTests } from '@openmops/config/vitest/browser';
import { mergeConfig } from 'vitest/config';
import viteConfig from './vite.config.ts';

export default mergeConfig(viteConfig, await browserTests());
