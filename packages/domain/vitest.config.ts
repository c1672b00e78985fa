import { nodeTests } from '@openmops/config/vitest/node';

const { test, ...rest } = nodeTests();

// Nothing here has a state of its own, so the files of a process share what they import.
export default { ...rest, test: { ...test, isolate: false, setupFiles: ['./vitest.setup.ts'] } };
