/**
 * `pnpm mutate [room …]`: changes the code of a room in small ways, one at a time, and counts how many of them its
 * tests notice. Keeps the last result of every room in docs/mutation.json. It takes minutes of one core for each room;
 * `kpi:eval-expr,matches` tries these files alone, both at once, and the result says which files of a room were tried.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';

const ROOMS = ['money', 'explain', 'attribution', 'kpi'];
const GOAL = 85;
const PACKAGE = join(import.meta.dirname, '..');
const RESULTS = join(PACKAGE, '../../docs/mutation.json');
const wanted = process.argv.slice(2);

type Count = {
  score: number;
  killed: number;
  timeout: number;
  survived: number;
  noCoverage: number;
};
type Tried = Count & {
  files: 'all' | string[];
  date: string;
  commit: string;
  survivors: object;
  /** Why what survives cannot be noticed, or is not worth noticing: written by hand, and kept. */
  reasons?: string[];
};
type Stored = { goal: number; rooms: Record<string, Tried> };
/** What Stryker remembers of a room: the changes of each file, and what became of them. */
type Known = { files: Record<string, { mutants: { status: string }[] }> };

const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8' }).trim();
const nameOf = (file: string) => file.replace(/^src\/[^/]+\//, '').replace(/\.ts$/, '');

/** Files that only list or describe what others do have nothing to change. */
const CODE = /^(export )?(const|let|function|class|async) /m;

/** No logic of the package: tests, what makes cases for them, shapes (zod) and the list of dimensions. */
const LEFT_OUT = /(\.test|\/testing|\/random-[a-z]+|\/schema|\/dimensions)\.ts$/;

/**
 * Files with many tight loops: a change that never ends has to be waited for, so these have few tests of their own,
 * small ones, and are waited for less long.
 */
const TIGHT: Record<string, { tests: string; timeoutMS: number }> = {
  'src/kpi/sum-table.ts': { tests: 'sum-table', timeoutMS: 10_000 },
};

function filesOf(room: string): string[] {
  const folder = `src/${room}`;
  return globSync(`${folder}/**/*.ts`)
    .filter((file) => !LEFT_OUT.test(file))
    .filter((file) => CODE.test(readFileSync(file, 'utf8')))
    .sort();
}

async function tryFiles(room: string, files: string[]): Promise<void> {
  const tight = TIGHT[files[0] ?? ''];
  process.env.MUTATED_TESTS = tight?.tests ?? '*';
  await new Stryker({
    mutate: files,
    testRunner: 'in-process',
    plugins: [join(import.meta.dirname, 'mutate/runner.ts')],
    coverageAnalysis: 'perTest',
    concurrency: 1,
    // Times are taken while Stryker counts what each test reaches, which is much slower; a busy machine is no loop.
    timeoutMS: tight?.timeoutMS ?? 60_000,
    timeoutFactor: 0.5,
    // What neither its code nor its tests changed since is not tried again.
    incremental: true,
    incrementalFile: knownFile(room, files[0]),
    // What runs while the package is loaded needs a process for each change: this tries it in the tests alone.
    ignoreStatic: process.env.MUTATE_QUICKLY === '1',
    // Without a tsconfig it asks for no TypeScript of its own: Node only strips types.
    ignorePatterns: ['dist', 'bench', 'scripts', 'tsconfig*.json'],
    // A folder that tests of the house and the linter pass over.
    tempDirName: '.turbo/mutate',
    reporters: ['progress-append-only'],
    allowConsoleColors: false,
    warnings: false,
  }).runMutationTest();
}

const knownFile = (room: string, file = '') =>
  `.turbo/mutate-${room}${TIGHT[file] ? `-${nameOf(file)}` : ''}-known.json`;

function resultOf(room: string, files: string[]): Tried {
  const statuses = new Map(
    files.flatMap((file) => {
      const path = knownFile(room, file);
      const known: Known = existsSync(path)
        ? JSON.parse(readFileSync(path, 'utf8'))
        : { files: {} };
      const mutants = known.files[file]?.mutants;
      return mutants ? [[file, mutants.map(({ status }) => status)] as const] : [];
    }),
  );
  const tried = [...statuses.keys()];
  const of = (...names: string[]) =>
    [...statuses.values()].flat().filter((status) => names.includes(status)).length;
  const survivors = [...statuses].map(([file, list]): [string, number] => [
    nameOf(file),
    list.filter((status) => status === 'Survived' || status === 'NoCoverage').length,
  ]);
  const share = of('Killed', 'Timeout') / of('Killed', 'Timeout', 'Survived', 'NoCoverage');
  return {
    score: Math.round(share * 1000) / 10,
    killed: of('Killed'),
    timeout: of('Timeout'),
    survived: of('Survived'),
    noCoverage: of('NoCoverage'),
    files: tried.length === files.length ? 'all' : tried.map(nameOf),
    date: new Date().toISOString().slice(0, 10),
    commit: git('rev-parse', '--short', 'HEAD'),
    survivors: Object.fromEntries(survivors.filter(([, count]) => count > 0)),
  };
}

process.chdir(PACKAGE);
let missed = false;
for (const word of wanted.length > 0 ? wanted : ROOMS) {
  const [room = '', list] = word.split(':');
  process.env.MUTATED_ROOM = room;
  const files = filesOf(room);
  // A room goes one file at a time: all other code then runs as fast as it does untouched.
  const listed = files.filter((file) => list?.split(',').includes(nameOf(file)));
  const together = list
    ? [
        listed.filter((file) => !TIGHT[file]),
        ...listed.filter((file) => TIGHT[file]).map((file) => [file]),
      ]
    : null;
  for (const group of together ?? files.map((file) => [file])) {
    if (group.length > 0) await tryFiles(room, group);
  }
  const stored: Stored = existsSync(RESULTS)
    ? JSON.parse(readFileSync(RESULTS, 'utf8'))
    : { goal: GOAL, rooms: {} };
  const result = resultOf(room, files);
  missed ||= result.score < GOAL;
  const { reasons } = stored.rooms[room] ?? {};
  stored.rooms[room] = { ...result, ...(reasons ? { reasons } : {}) };
  writeFileSync(RESULTS, `${JSON.stringify(stored, null, 2)}\n`);
  const { survivors: _, ...count } = result;
  console.log(`${room}: ${result.score} (goal ${GOAL}), ${JSON.stringify(count)}`);
}
process.exit(missed ? 1 : 0);
