import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type KnownTest, known } from './fake-vitest.ts';
import { forgetAll } from './forgetful.ts';

/**
 * A test runner for Stryker that loads the tests of a room once and then calls them: no code here needs a fresh start,
 * and loading takes ten times as long as testing. Code that runs while it is loaded gets a process of its own.
 */

type Result = {
  id: string;
  name: string;
  fileName: string;
  startPosition?: KnownTest['startPosition'];
  timeSpentMs: number;
} & ({ status: 0 } | { status: 1; failureMessage: string });

/** What changed code and its runner know of each other. */
type Switch = {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number;
  hitLimit?: number | undefined;
  mutantCoverage?: unknown;
};

type MutantRun = {
  activeMutant: { id: string; fileName: string };
  mutantActivation: 'runtime' | 'static';
  testFilter?: string[];
  hitLimit?: number;
};

const FAKE = new URL('./fake-vitest.ts', import.meta.url).href;
registerHooks({
  resolve(specifier, context, next) {
    const wanted = specifier === 'vitest' && context.parentURL !== FAKE;
    return wanted ? { url: FAKE, shortCircuit: true } : next(specifier, context);
  },
});

class InProcessRunner {
  private readonly state: Switch = {};
  private readonly cost = new Map<string, number>();
  private loaded = false;

  constructor() {
    Object.assign(globalThis, { __stryker__: this.state });
  }

  // Where what runs while loading is tried in the tests alone, nothing needs a fresh start.
  capabilities() {
    return { reloadEnvironment: process.env.MUTATE_QUICKLY === '1' };
  }

  async dryRun() {
    await this.load();
    const tests = await this.run(known.tests, true);
    return { status: 'complete', tests, mutantCoverage: this.state.mutantCoverage };
  }

  async mutantRun({ activeMutant, mutantActivation, testFilter, hitLimit }: MutantRun) {
    if (mutantActivation === 'static') this.state.activeMutant = activeMutant.id;
    try {
      await this.load();
    } catch (error) {
      return { status: 'error', errorMessage: textOf(error) };
    }
    const changed = inSource(activeMutant.fileName).replace(/ts$/, '');
    const wanted = new Set(testFilter ?? known.tests.map(({ id }) => id));
    const own = known.tests
      .filter(({ id }) => wanted.has(id))
      .sort((a, b) => besides(b, changed) - besides(a, changed) || this.costOf(a) - this.costOf(b));
    Object.assign(this.state, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const results = await this.run(own, false);
    const hits = this.state.hitCount ?? 0;
    Object.assign(this.state, { activeMutant: undefined, hitLimit: undefined });
    const failed = results.find((one) => one.status === 1);
    if (hitLimit !== undefined && hits > hitLimit) return { status: 'timeout', reason: 'A loop.' };
    return failed
      ? { ...failed, status: 'killed', killedBy: [failed.id], nrOfTests: results.length }
      : { status: 'survived', nrOfTests: results.length };
  }

  private async load(): Promise<void> {
    if (this.loaded) return;
    this.loaded = true;
    const folder = process.cwd();
    await import(pathToFileURL(join(folder, 'vitest.setup.ts')).href);
    const { MUTATED_ROOM: room, MUTATED_TESTS: tests = '*' } = process.env;
    for (const file of globSync(`src/${room}/**/${tests}.test.ts`, { cwd: folder }).sort()) {
      known.file = join(folder, file);
      await import(pathToFileURL(known.file).href);
    }
  }

  private async run(tests: KnownTest[], all: boolean): Promise<Result[]> {
    const results: Result[] = [];
    for (const { run, ...test } of tests) {
      forgetAll();
      const begin = performance.now();
      this.state.currentTestId = test.id;
      let failureMessage: string | null = null;
      try {
        await run();
      } catch (error) {
        failureMessage = textOf(error);
      }
      const timeSpentMs = performance.now() - begin;
      this.cost.set(test.id, timeSpentMs);
      const told = { ...test, timeSpentMs };
      results.push(
        failureMessage === null ? { ...told, status: 0 } : { ...told, status: 1, failureMessage },
      );
      if (failureMessage !== null && !all) break;
    }
    this.state.currentTestId = undefined;
    return results;
  }

  private costOf({ id }: KnownTest): number {
    return this.cost.get(id) ?? 0;
  }
}

/** The tests beside a file are the likeliest to notice: `plan.test.ts` and `plan.rules.test.ts` of `plan.ts`. */
const besides = ({ fileName }: KnownTest, changed: string) =>
  inSource(fileName).startsWith(changed) ? 1 : 0;

// Tests run in a copy of the package.
const inSource = (file: string) => file.slice(file.lastIndexOf('/src/'));

const textOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

export const strykerPlugins = [
  { kind: 'TestRunner', name: 'in-process', injectableClass: InProcessRunner },
];
