import config from './vitest.config.ts';

/** For `pnpm mutate`, which names the folder: its tests share one process, since no code here keeps state. */
export default { ...config, test: { ...config.test, include: ['**/*.test.ts'], isolate: false } };
