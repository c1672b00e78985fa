import { join } from 'node:path';
import { keepCompiled, raiseThreadPool } from './env.ts';

// Before anything can start the pool: it takes its size once.
raiseThreadPool();
// Types are stripped and code is compiled once, not for every command.
keepCompiled(join(import.meta.dirname, '../node_modules/.cache/openmops/code'));
const { run } = await import('./cli/run.ts');
process.exitCode = await run(process.argv.slice(2));
