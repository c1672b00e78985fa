import { raiseThreadPool } from './env.ts';

// Before anything can start the pool: it takes its size once.
raiseThreadPool();
const { run } = await import('./cli/run.ts');
process.exitCode = await run(process.argv.slice(2));
