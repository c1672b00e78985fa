import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { COMMANDS } from '../apps/api/src/cli/commands.ts';
import { openmops, testFiles } from '../apps/api/src/testing/run-openmops.ts';
import { read } from './house.ts';
import { examplesOf, truthOf } from './page-examples.ts';

const page = read('docs/command-line.md');
const { files, commands } = examplesOf(page);
const { folder, file } = testFiles();
const dataDir = join(folder, 'data');

beforeAll(() => {
  vi.stubEnv('INIT_CWD', folder);
  vi.stubEnv('OPENMOPS_DATA_DIR', dataDir);
  for (const { name, text } of files) file(name, text);
});
afterAll(() => vi.unstubAllEnvs());

/** The commands of an analyst: they read files and open no data folder. */
const ANALYST = [
  'kpi export',
  'kpi check',
  'channel',
  'link check',
  'link build',
  'experiment',
  'explain',
  'attribute',
  'allocate',
  'ltv',
  'forecast',
  'anomalies',
];

const known = (await Promise.all(Object.values(COMMANDS).map((load) => load()))).flat();
const bare = (text: string) => text.replace(/\s+/g, '');

describe('the examples of the command line', () => {
  test.each(commands)('$line', async ({ args: [first, ...args], exit, shown }) => {
    expect(first).toBe('openmops');
    const answer = await openmops(...args);
    expect(answer.exit).toBe(exit);
    if (shown === null) expect(answer.out).not.toBe('');
    else if (args.includes('--json')) {
      const real = JSON.parse(answer.out);
      expect(real).toEqual(truthOf(JSON.parse(shown), real));
    } else expect(answer.out.split('\n')).toEqual(expect.arrayContaining(shown.trim().split('\n')));
  });

  test('show every command of an analyst, and open no data folder', () => {
    const lines = commands.map(({ line }) => line);
    const absent = ANALYST.filter(
      (name) => !lines.some((line) => line.startsWith(`openmops ${name} `)),
    );
    expect(absent).toEqual([]);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('leave no block of theirs beside a command or a name', () => {
    const theirs = page.slice(page.indexOf('\n## channel'), page.indexOf('\n## The rest'));
    const blocks = [...theirs.matchAll(/^```\w/gm)].length;
    const part = examplesOf(theirs);
    const answers = part.commands.filter(({ shown }) => shown !== null).length;
    expect(part.commands).toHaveLength(answers);
    expect(blocks).toBe(part.files.length + 2 * answers);
  });
});

test('an example that is not true is found', () => {
  const wrong: [shown: unknown, real: unknown][] = [
    [{ a: 1 }, { a: 1, b: 2 }],
    [{ a: 1, b: 2, '…': '…' }, { a: 1 }],
    [[1], [1, 2]],
    [
      [1, '…', 3],
      [1, 2],
    ],
    [0.25, 0.256],
    [2, 2.1],
    ['a…z', 'abc'],
    [null, 0],
  ];
  for (const [shown, real] of wrong) expect(real).not.toEqual(truthOf(shown, real));
  const right = { a: 0.2549, b: [1, 2, 3], c: 'abc', d: 4 };
  expect(right).toEqual(truthOf({ a: 0.25, b: [1, '…', 3], c: 'a…', '…': '…' }, right));
});

describe('the commands and the page are the same', () => {
  // In a table a bar is written with a backslash.
  const spans = [...page.matchAll(/`openmops ([^`]+)`/g)].map((match) =>
    bare((match[1] as string).replaceAll('\\|', '|')),
  );

  test('--help lists every command', async () => {
    const { exit, out } = await openmops('--help');
    expect(exit).toBe(0);
    const lines = known.map(({ name, usage }) => `  ${name} ${usage}`.trimEnd());
    expect(out.split('\n')).toEqual(expect.arrayContaining(lines));
    expect(known.map(({ name }) => name)).toEqual(expect.arrayContaining(ANALYST));
  });

  test.each(known)('$name $usage', ({ name, usage }) => {
    expect(spans).toContain(bare(`${name}${usage}`));
  });

  const sections = page.split(/^## /m).slice(1);
  const titled = sections.map((section) => [section.slice(0, section.indexOf('\n')), section]);

  test.each(titled)('every option of “%s” exists and is told', (title = '', section = '') => {
    const here = known.filter(({ name }) =>
      title === 'The rest'
        ? section.includes(`\`openmops ${name}`)
        : `${name} `.startsWith(`${title} `),
    );
    const exist = here.flatMap(({ options }) => Object.keys(options ?? {}));
    const global = ['data-dir', 'workspace', 'json', 'help'];
    const said = [...section.matchAll(/(?<![\w-])--([a-z][a-z-]*)/g)].map((match) => match[1]);
    expect(said.filter((name) => ![...exist, ...global].includes(name as string))).toEqual([]);
    expect(exist.filter((name) => !said.includes(name))).toEqual([]);
  });
});
