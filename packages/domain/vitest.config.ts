import { nodeTests } from '@openmops/config/vitest/node';

const { test, ...rest } = nodeTests();

export default { ...rest, test: { ...test, setupFiles: ['./vitest.setup.ts'] } };
