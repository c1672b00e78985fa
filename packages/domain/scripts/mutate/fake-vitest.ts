import { format } from 'node:util';

/**
 * What the tests import as `vitest` while code is being changed on purpose: `it` and `describe` only remember, so that
 * `runner.ts` can run a test again and again in one process. `expect` is Vitest's own, which looks for its worker.
 */
export type KnownTest = {
  id: string;
  name: string;
  fileName: string;
  startPosition?: { line: number; column: number };
  run: () => unknown;
};

/** All tests of the files imported so far; `file` is the one being imported. */
export const known = { tests: [] as KnownTest[], file: '' };

Object.assign(globalThis, {
  __vitest_worker__: { config: {}, environment: { name: 'node' }, snapshotOptions: {} },
});
export const { expect } = await import('vitest');

const path: string[] = [];

function add(name: string, run: () => unknown): void {
  const full = [...path, name].join(' > ');
  const alike = known.tests.filter(
    (test) => test.fileName === known.file && test.name.replace(/ \(\d+\)$/, '') === full,
  );
  const unique = alike.length === 0 ? full : `${full} (${alike.length + 1})`;
  const test = { id: `${known.file}#${unique}`, name: unique, fileName: known.file, run };
  const startPosition = position();
  known.tests.push(startPosition ? { ...test, startPosition } : test);
}

// Where a test stands, which tells Stryker whether it has changed since the last run.
function position(): { line: number; column: number } | null {
  const frame = new Error().stack?.split('\n').find((line) => line.includes('.test.ts'));
  const [, line, column] = /:(\d+):(\d+)\)?$/.exec(frame ?? '') ?? [];
  return line && column ? { line: Number(line) - 1, column: Number(column) - 1 } : null;
}

const listed = (one: unknown) => (Array.isArray(one) ? one : [one]);

function named(name: string, values: unknown[]): string {
  const wanted = name.match(/%[a-z]/g)?.length ?? 0;
  return format(name, ...values.slice(0, wanted));
}

type Body = (...values: never[]) => unknown;

export const it = Object.assign((name: string, run: () => unknown) => add(name, run), {
  each: (cases: readonly unknown[]) => (name: string, run: Body) => {
    for (const one of cases) {
      add(named(name, listed(one)), () => run(...(listed(one) as never[])));
    }
  },
});

export const describe = Object.assign(
  (name: string, body: () => void) => {
    path.push(name);
    body();
    path.pop();
  },
  {
    each: (cases: readonly unknown[]) => (name: string, body: Body) => {
      for (const one of cases) {
        describe(named(name, listed(one)), () => void body(...(listed(one) as never[])));
      }
    },
  },
);
