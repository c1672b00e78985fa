/**
 * `pnpm --filter @openmops/domain pack:check`: packs the package as it would be published and looks at the tarball with
 * the eyes of those who install it. Needs a build; uses no network. Says what is wrong and ends with 1.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { entriesOf, PACKAGE } from './entries.ts';

const folder = mkdtempSync(join(tmpdir(), 'openmops-pack-'));
const wrong: string[] = [];

function check(what: string, problems: string[]): void {
  console.log(`${problems.length === 0 ? 'ok    ' : 'WRONG '} ${what}`);
  for (const problem of problems) console.log(`       ${problem}`);
  wrong.push(...problems);
}

function pack(): string {
  const stdio = ['ignore', 'ignore', 'inherit'] as const;
  execFileSync('pnpm', ['pack', '--pack-destination', folder], { cwd: PACKAGE, stdio: [...stdio] });
  const name = readdirSync(folder).find((file) => file.endsWith('.tgz'));
  if (!name) throw new Error('pnpm packed nothing.');
  return join(folder, name);
}

const entries = entriesOf();
const tarball = pack();
const bytes = readFileSync(tarball);
const files = execFileSync('tar', ['tzf', tarball], { encoding: 'utf8' }).trim().split('\n');

check(
  `${files.length} files, ${Math.round(bytes.length / 1000)} KB: no tests, no fixtures, every entry is there`,
  [
    ...files.filter((file) =>
      /\.test\.|\/testing\.|\/test-import\.|\/fixtures\/|\/bench\//.test(file),
    ),
    ...entries
      .flatMap(({ file }) => [`package/dist/${file}.js`, `package/dist/${file}.d.ts`])
      .filter((file) => !files.includes(file))
      .map((file) => `${file} is missing`),
  ],
);

const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
const { messages, pkg } = await publint({ pack: { tarball: buffer as ArrayBuffer }, strict: true });
check(
  'publint',
  messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code),
);

const attw = join(PACKAGE, 'node_modules/@arethetypeswrong/cli/dist/index.js');
const names = entries.map(({ name }) => `./${name}`);
const types = spawnSync(
  process.execPath,
  [attw, tarball, '--profile', 'esm-only', '--no-emoji', '--no-color', '--entrypoints', ...names],
  { encoding: 'utf8' },
);
check('attw', types.status === 0 ? [] : [types.stdout + types.stderr]);

/** The package and what it needs, as an installer would lay them out. */
const scope = join(folder, 'app/node_modules/@openmops');
mkdirSync(scope, { recursive: true });
execFileSync('tar', ['xzf', tarball, '-C', scope]);
execFileSync('mv', [join(scope, 'package'), join(scope, 'domain')]);
mkdirSync(join(scope, '../@tgwf'));
for (const name of ['zod', '@tgwf/co2']) {
  symlinkSync(realpathSync(join(PACKAGE, 'node_modules', name)), join(scope, '..', name));
}

const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
const section = /^## Quick start\n([\s\S]*?)^## /m.exec(readme)?.[1] ?? '';
const quickStart = [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code).join('');
writeFileSync(join(folder, 'app/quick-start.mjs'), quickStart);
writeFileSync(
  join(folder, 'app/all.mjs'),
  entries.map(({ name }) => `await import('@openmops/domain/${name}');`).join('\n'),
);

/** Every Node on this machine, one of each version. */
function nodes(): Map<string, string> {
  const found = new Map([[process.version, process.execPath]]);
  for (const place of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(place, 'node');
    if (!existsSync(path)) continue;
    const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout?.trim();
    if (version && !found.has(version)) found.set(version, path);
  }
  return found;
}

const expected = /\n\/\/ (.*)\n$/.exec(quickStart)?.[1]?.split(', ')[0] ?? '';
for (const [version, node] of nodes()) {
  if (Number(version.slice(1).split('.')[0]) < 20) continue;
  const cwd = join(folder, 'app');
  const start = spawnSync(node, ['quick-start.mjs'], { cwd, encoding: 'utf8' });
  check(
    `the quick start runs on Node ${version} and prints ${start.stdout.trim().replace(/\s+/g, ' ')}`,
    start.status === 0 && start.stdout.startsWith(`${expected} `)
      ? []
      : [start.stdout, start.stderr],
  );
  const all = spawnSync(node, ['all.mjs'], { cwd, encoding: 'utf8' });
  check(
    `all ${entries.length} entries load on Node ${version}`,
    all.status === 0 ? [] : [all.stderr],
  );
}

rmSync(folder, { recursive: true });
process.exit(wrong.length === 0 ? 0 : 1);
