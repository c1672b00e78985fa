import { nodeTests } from '@openmops/config/vitest/node';

const base = nodeTests();
export default { ...base, test: { ...base.test, globalSetup: ['src/testing/global-setup.ts'] } };
