import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Rounds in which both are measured, one after the other, so that both meet the same machine. */
const PAIRS = 5;

const middle = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
const short = (value: number) => Number(value.toPrecision(3));

/** A result of a bench: one line of JSON, which scripts/bench.mjs collects. */
export type Result = {
  name: string;
  value: number;
  unit: string;
  /** Null: nothing is promised, only told. */
  goal: number | null;
  better: 'more' | 'less';
  detail?: string;
};

export const report = (result: Result) =>
  console.log(JSON.stringify({ ...result, value: short(result.value) }));

/** Seconds that a piece of work takes, without what it gives back. */
export function seconds(work: () => void): number {
  const began = performance.now();
  work();
  return (performance.now() - began) / 1000;
}

type Sides = { ours: () => number | Promise<number>; theirs: () => number | Promise<number> };

/** Measures both in turn, in seconds; how many times as long the other one takes. */
export async function compare(
  name: string,
  goal: number | null,
  { ours, theirs }: Sides,
): Promise<void> {
  await ours();
  const pairs: { own: number; other: number }[] = [];
  for (let pair = 0; pair < PAIRS; pair++) pairs.push({ own: await ours(), other: await theirs() });
  const own = middle(pairs.map((pair) => pair.own));
  const other = middle(pairs.map((pair) => pair.other));
  const ratios = pairs.map((pair) => pair.other / pair.own).sort((a, b) => a - b);
  const range = `${short(ratios[0] as number)} to ${short(ratios.at(-1) as number)}`;
  const detail = `medians of ${PAIRS} pairs: ${short(own * 1000)} against ${short(other * 1000)} ms; pairs ${range}`;
  report({ name, value: other / own, unit: '×', goal, better: 'more', detail });
}

/** R with a package, or null. What it prints last is the answer. */
export function findR(library: string): ((script: string, ...words: string[]) => string) | null {
  const run = (script: string, ...words: string[]) =>
    spawnSync('Rscript', ['-e', `suppressMessages(library(${library}));${script}`, ...words], {
      encoding: 'utf8',
    });
  const version = run(`cat(as.character(packageVersion("${library}")))`);
  return say(`R ${library}`, version.status === 0 ? version.stdout : null)
    ? (script, ...words) => run(script, ...words).stdout
    : null;
}

/** A Python that has a module, or null. */
export function findPython(
  module: string,
): ((script: string, ...words: string[]) => string) | null {
  for (const python of ['python3', '/usr/bin/python3']) {
    const run = (script: string, ...words: string[]) =>
      spawnSync(python, ['-c', script, ...words], { encoding: 'utf8' });
    const version = run(`import ${module}; print(${module}.__version__)`);
    if (version.status !== 0) continue;
    say(module, version.stdout.trim());
    return (script, ...words) => run(script, ...words).stdout;
  }
  say(module, null);
  return null;
}

/** A package from the folder that `REFERENCES=FOLDER` on the command line names, or from here; null without. */
export async function findPackage<T>(name: string): Promise<T | null> {
  const given = process.argv.find((word) => word.startsWith('REFERENCES='))?.slice(11);
  for (const folder of [given, import.meta.dirname]) {
    if (!folder) continue;
    try {
      const path = createRequire(join(folder, 'bench.js')).resolve(name);
      const found = await import(pathToFileURL(path).href);
      say(name, 'found');
      return found;
    } catch {}
  }
  say(name, null);
  return null;
}

function say(name: string, version: string | null): boolean {
  console.log(version === null ? `${name}: not found, no side by side` : `${name} ${version}`);
  return version !== null;
}
