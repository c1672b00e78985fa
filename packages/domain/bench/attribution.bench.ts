/**
 * Markov removal effects of 100,000 paths, beside R's ChannelAttribution where it is installed: `node
 * packages/domain/bench/attribution.bench.ts`. Both read the same file before the clock starts; what is
 * measured is the model with the cutting of its paths. ChannelAttribution draws paths at random, ours is
 * solved; how exact is measured against a plain solution of the same chain by elimination.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attribute, namedModel, type PathRow, readPaths } from '../src/attribution/index.ts';
import { seededRandom } from '../src/shared/index.ts';
import { compare, findR, report, seconds } from './side-by-side.ts';

const COUNT = 100_000;
const CHANNELS = Array.from({ length: 12 }, (_, i) => `channel ${String.fromCharCode(97 + i)}`);

const random = seededRandom(5);
const pick = () => Math.floor(CHANNELS.length * random() ** 1.6);
const rows: (PathRow & { path: string })[] = Array.from({ length: COUNT }, () => {
  const length = 1 + Math.floor(-3 * Math.log(1 - random()));
  const path = Array.from({ length }, () => CHANNELS[pick()]).join(' > ');
  const converts = random() < 0.2;
  return { path, conversions: converts ? 1 : 0, nulls: converts ? 0 : 1 };
});

const ours = () => seconds(() => attribute(readPaths(rows), namedModel('markov')));

/** Removal effects of the first order by Gauss–Jordan elimination, written without any of the package. */
function plainEffects(): Map<string, number> {
  const size = CHANNELS.length + 1;
  const end = size;
  const counts = Array.from({ length: size }, () => new Float64Array(size + 2));
  const add = (from: number, to: number) => {
    const line = counts[from] as Float64Array;
    line[to] = (line[to] as number) + 1;
  };
  for (const { path, conversions } of rows) {
    let at = 0;
    for (const name of path.split(' > ')) {
      const next = CHANNELS.indexOf(name) + 1;
      if (next !== at) add(at, next);
      at = next;
    }
    add(at, conversions > 0 ? end : end + 1);
  }
  const chance = (without: number) => {
    const lines = counts.map((line, row) => {
      const sum = line.reduce((a, b) => a + b, 0) || 1;
      const own = Array.from({ length: size + 1 }, (_, column) => {
        const flow = column === without || row === without ? 0 : (line[column] as number) / sum;
        return column === end ? flow : (column === row ? 1 : 0) - flow;
      });
      return own;
    });
    for (let k = 0; k < size; k++) {
      const pivot = lines[k] as number[];
      for (let row = 0; row < size; row++) {
        if (row === k) continue;
        const line = lines[row] as number[];
        const factor = (line[k] as number) / (pivot[k] as number);
        for (let column = k; column <= size; column++) {
          line[column] = (line[column] as number) - factor * (pivot[column] as number);
        }
      }
    }
    const first = lines[0] as number[];
    return (first[size] as number) / (first[0] as number);
  };
  const all = chance(-1);
  return new Map(CHANNELS.map((name, i) => [name, 1 - chance(i + 1) / all]));
}

const effects = plainEffects();
const own = attribute(readPaths(rows), namedModel('markov'));
const errors = own.channels.map(({ channel, removalEffect }) =>
  Math.abs((removalEffect ?? Number.NaN) - (effects.get(channel) ?? 0)),
);
report({
  name: 'Markov on 100,000 paths: largest error of a removal effect',
  value: Math.max(...errors),
  unit: '',
  goal: 1e-10,
  better: 'less',
});

const inR = findR('ChannelAttribution');
if (inR) {
  const folder = mkdtempSync(join(tmpdir(), 'openmops-bench-'));
  const file = join(folder, 'paths.csv');
  const lines = rows.map(({ path, conversions, nulls }) => `${path},${conversions},${nulls}`);
  writeFileSync(file, `path,conversions,nulls\n${lines.join('\n')}\n`);
  const theirs = () =>
    Number(
      inR(
        `d <- read.csv(commandArgs(TRUE)[1]); t <- system.time(markov_model(d, "path", "conversions", var_null = "nulls", verbose = FALSE, flg_pro = FALSE))[["elapsed"]]; cat(t)`,
        file,
      )
        .trim()
        .split(/\s+/)
        .at(-1),
    );
  await compare("Markov on 100,000 paths, times faster than R's ChannelAttribution", 2, {
    ours,
    theirs,
  });
  rmSync(folder, { recursive: true });
}
