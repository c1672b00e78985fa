import { nodeTests } from '@openmops/config/vitest/node';

export default nodeTests();
