import { join } from 'node:path';
import { nodeTests } from '@openmops/config/vitest/node';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long begin first, so that none of them is left over for one core alone. */
const LONG = [
  'kill-ingest',
  'kill-import',
  'two-processes',
  'server',
  'kill-intake',
  'kill-mapping',
  'same-as-memory',
  'kill-sync',
  'same-as-sql',
  'overlap',
  'presets',
  'memory',
  'chdb',
];

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONG.findIndex((name) => moduleId.includes(`/${name}.`));
      return at < 0 ? LONG.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

// What Node itself loads (threads, child processes, packages) is compiled once, not by each.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/openmops/code');

const base = nodeTests();
export default {
  ...base,
  test: {
    ...base.test,
    // Nothing is measured in time: on a busy machine everything takes ten times as long.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Much of the time is spent waiting for processes and disks, so two files share two cores well.
    maxWorkers: 2,
    // Every file opens stores of its own, so those of one process share what they import.
    isolate: false,
    globalSetup: ['src/testing/global-setup.ts'],
    setupFiles: ['./vitest.setup.ts'],
    sequence: { sequencer: LongFirst },
  },
};
