// `pnpm bench [name …] [--out FILE] [NAME=VALUE …]`: runs the benchmarks one after the other, prints their ratios and
// stores them in docs/bench.json or FILE; NAME=VALUE goes to each. Benches of the domain have a file of their own
// (`pnpm bench:domain`). Only ratios measured in one run are kept: they hold on a fast and on a slow machine.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '..');
const words = process.argv.slice(2);
const out = words.includes('--out')
  ? words.splice(words.indexOf('--out'), 2)[1]
  : 'docs/bench.json';
const settings = words.filter((word) => word.includes('='));
const names = words.filter((word) => !word.includes('='));
const wanted = names.filter((name) => name !== 'packages/domain');
const rooms = ['apps/api', 'packages/widgets', 'apps/dashboard'];
const ofDomain = wanted.length < names.length;
const benches = (ofDomain ? ['packages/domain'] : rooms)
  .flatMap((room) => {
    const folder = join(root, room, 'bench');
    return existsSync(folder) ? readdirSync(folder).map((file) => join(room, 'bench', file)) : [];
  })
  .filter((path) => path.endsWith('.bench.ts'))
  .filter((path) => wanted.length === 0 || wanted.some((name) => path.includes(name)));

// The domain is measured from its sources.
const build = ofDomain ? null : spawnSync('pnpm', ['build'], { cwd: root, encoding: 'utf8' });
if (build && build.status !== 0) {
  console.error(build.stdout + build.stderr);
  process.exit(1);
}

const file = join(root, out);
const stored = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { results: {} };
const save = () => {
  stored.measured = {
    at: new Date().toISOString().slice(0, 10),
    node: process.version,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
  };
  stored.results = Object.fromEntries(
    Object.entries(stored.results).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
  writeFileSync(file, `${JSON.stringify(stored, null, 2)}\n`);
};

/** A line that is a JSON object with a name and a value is a result, stored at once; anything else is talk. */
function take(line) {
  if (!line.startsWith('{')) {
    if (line.trim()) console.log(`  ${line}`);
    return;
  }
  const { name, value, unit, goal, better, detail } = JSON.parse(line);
  const met = goal === null ? null : better === 'more' ? value >= goal : value <= goal;
  const word = met === null ? '      ' : met ? 'met   ' : 'MISSED';
  const aim = goal === null ? '' : ` (goal ${better === 'more' ? '≥' : '≤'} ${goal})`;
  console.log(`  ${word} ${name}: ${value} ${unit}${aim}${detail ? `, ${detail}` : ''}`);
  stored.results[name] = { value, unit, goal, better, met, ...(detail ? { detail } : {}) };
  save();
}

/** As the product is started. */
const MEMORY = { MALLOC_MMAP_THRESHOLD_: '262144', JE_MALLOC_CONF: 'dirty_decay_ms:500' };

let failed = false;
for (const path of benches) {
  console.log(`\n${path}`);
  const run = spawn(
    process.execPath,
    ['--expose-gc', '--max-semi-space-size=8', path, ...settings],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...MEMORY, ...process.env },
    },
  );
  const ended = once(run, 'close');
  for await (const line of createInterface({ input: run.stdout })) take(line);
  const [status] = await ended;
  if (status !== 0) {
    failed = true;
    console.log(`  failed with status ${status}`);
  }
}
process.exit(failed ? 1 : 0);
