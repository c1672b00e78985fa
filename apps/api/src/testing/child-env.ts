import { join } from 'node:path';

/** The environment of a child process that finds the code compiled which those before it left. */
export const CHILD_ENV = {
  ...process.env,
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/openmops/code'),
};
