/**
 * `pnpm mutate [room …]`: changes the code of a room in small ways, one at a time, and counts how many of them its
 * tests notice. Keeps the last result of every room in docs/mutation.json. It takes minutes to hours of one core;
 * `kpi:eval-expr,matches` tries these files alone, and the result says so.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';

const ROOMS = ['money', 'explain', 'attribution', 'kpi'];
const GOAL = 85;
const PACKAGE = join(import.meta.dirname, '..');
const RESULTS = join(PACKAGE, '../../docs/mutation.json');
const wanted = process.argv.slice(2);

type MutantResult = Awaited<ReturnType<Stryker['runMutationTest']>>[number];
type Count = {
  score: number;
  killed: number;
  timeout: number;
  survived: number;
  noCoverage: number;
};
type Tried = Count & { files: 'all' | string[]; date: string; commit: string; survivors: object };
type Stored = { goal: number; rooms: Record<string, Tried> };

const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8' }).trim();

function countOf(mutants: MutantResult[]): Count {
  const of = (status: string) => mutants.filter((mutant) => mutant.status === status).length;
  const [killed, timeout, survived] = [of('Killed'), of('Timeout'), of('Survived')];
  const noCoverage = of('NoCoverage');
  const share = (killed + timeout) / (killed + timeout + survived + noCoverage);
  return { score: Math.round(share * 1000) / 10, killed, timeout, survived, noCoverage };
}

/** How many were not noticed in each file. */
function survivorsOf(mutants: MutantResult[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { fileName, status } of mutants) {
    if (status !== 'Survived' && status !== 'NoCoverage') continue;
    const file = fileName.slice(fileName.lastIndexOf('/') + 1);
    counts[file] = (counts[file] ?? 0) + 1;
  }
  return counts;
}

process.chdir(PACKAGE);
let missed = false;
for (const word of wanted.length > 0 ? wanted : ROOMS) {
  const [room = '', list] = word.split(':');
  const files = list?.split(',');
  const mutants = await new Stryker({
    mutate: files?.map((file) => `src/${room}/${file}.ts`) ?? [
      `src/${room}/**/*.ts`,
      `!src/${room}/**/*.test.ts`,
      `!src/${room}/testing.ts`,
    ],
    testRunner: 'vitest',
    vitest: { configFile: 'vitest.mutate.config.ts', dir: `src/${room}`, related: false },
    plugins: ['@stryker-mutator/vitest-runner'],
    coverageAnalysis: 'perTest',
    concurrency: 1,
    timeoutMS: 10_000,
    // What neither its code nor its tests changed since is not tried again.
    incremental: true,
    incrementalFile: `.turbo/mutate-${room}-known.json`,
    // Without a tsconfig it asks for no TypeScript of its own: Node and Vitest only strip types.
    ignorePatterns: ['dist', 'bench', 'scripts', 'tsconfig*.json'],
    // A folder that tests of the house and the linter pass over.
    tempDirName: '.turbo/mutate',
    reporters: ['json', 'progress-append-only'],
    jsonReporter: { fileName: `.turbo/mutate-${room}.json` },
    allowConsoleColors: false,
  }).runMutationTest();
  const stored: Stored = existsSync(RESULTS)
    ? JSON.parse(readFileSync(RESULTS, 'utf8'))
    : { goal: GOAL, rooms: {} };
  const count = countOf(mutants);
  missed ||= count.score < GOAL;
  stored.rooms[room] = {
    ...count,
    files: files ?? 'all',
    date: new Date().toISOString().slice(0, 10),
    commit: git('rev-parse', '--short', 'HEAD'),
    survivors: survivorsOf(mutants),
  };
  writeFileSync(RESULTS, `${JSON.stringify(stored, null, 2)}\n`);
  console.log(`${room}: ${count.score} (goal ${GOAL}), ${JSON.stringify(count)}`);
}
process.exit(missed ? 1 : 0);
