/**
 * Read-outs of experiments per second, side by side with what is installed: `node
 * packages/domain/bench/experiments.bench.ts`. The references answer less: R's `prop.test` gives a p-value
 * and an interval, `jstat` only the two normal tails; a read-out has both shares, difference, relative
 * effect, split, verdict and warnings. The goal is 100,000 a second.
 */
import { spawnSync } from 'node:child_process';
import { type ReadMethod, readExperiment } from '../src/experiments/index.ts';
import { seededRandom } from '../src/shared/index.ts';
import { findPackage, report } from './side-by-side.ts';

const COUNT = 20_000;
const PAIRS = 5;
const GOAL = 100_000;

type Counts = {
  control: { part: number; whole: number };
  variant: { part: number; whole: number };
};

const random = seededRandom(11);
const cases: Counts[] = Array.from({ length: COUNT }, () => {
  const whole = 1000 + Math.floor(50_000 * random());
  const share = 0.01 + 0.2 * random();
  const arm = (at: number) => ({ part: Math.round(whole * at), whole });
  return { control: arm(share), variant: arm(share * (0.9 + 0.2 * random())) };
});

const seconds = (work: () => void) => {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
};
const middle = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] as number;
const shown = (perSecond: number) => Math.round(perSecond).toLocaleString('en-US');

function own(method: ReadMethod): number {
  return (
    COUNT /
    seconds(() => {
      for (const one of cases) readExperiment({ ...one, plannedShare: 0.5, method });
    })
  );
}

/** R's prop.test per second, its own start left out; null where R is not installed. */
function propTest(): number | null {
  const script = `n <- 2000; x <- cbind(50 + 1:n %% 50, 60); t <- system.time(for (i in 1:n) prop.test(x[i, ], c(5000, 5000), correct = FALSE))[["elapsed"]]; cat(n / t)`;
  const { stdout, status } = spawnSync('Rscript', ['-e', script], { encoding: 'utf8' });
  return status === 0 ? Number(stdout) : null;
}

type Jstat = {
  default: { normal: { cdf: (z: number, m: number, s: number) => number } };
};
const jstat = findPackage<Jstat>('jstat');

/** Pooled z and its p-value by jstat per second; null where it is not installed. */
async function normalTails(): Promise<number | null> {
  const found = await jstat;
  const cdf = found?.default.normal.cdf as
    | ((z: number, m: number, s: number) => number)
    | undefined;
  if (!cdf) return null;
  let sum = 0;
  const perSecond =
    COUNT /
    seconds(() => {
      for (const { control, variant } of cases) {
        const share = (control.part + variant.part) / (control.whole + variant.whole);
        const spread = Math.sqrt((share * (1 - share) * 2) / control.whole);
        sum += 2 * cdf(-Math.abs((variant.part - control.part) / control.whole / spread), 0, 1);
      }
    });
  return sum >= 0 ? perSecond : null;
}

for (const method of ['frequentist', 'bayesian', 'sequential'] as const) {
  own(method);
  const best = middle(Array.from({ length: PAIRS }, () => own(method)));
  report({
    name: `read-outs of experiments a second, ${method}`,
    value: Math.round(best),
    unit: '1/s',
    goal: method === 'frequentist' ? GOAL : null,
    better: 'more',
  });
}
for (const [name, reference] of [
  ['R prop.test', async () => propTest()],
  ['jstat, normal tails alone', normalTails],
] as const) {
  const pairs: { ours: number; theirs: number }[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const theirs = await reference();
    if (theirs !== null) pairs.push({ ours: own('frequentist'), theirs });
  }
  if (pairs.length === 0) console.log(`${name}: not found`);
  else {
    const ratio = middle(pairs.map(({ ours, theirs }) => ours / theirs));
    const theirs = middle(pairs.map((pair) => pair.theirs));
    const ratios = pairs.map(({ ours, theirs: other }) => ours / other).sort((a, b) => a - b);
    report({
      name: `read-outs of experiments, times faster than ${name}`,
      value: ratio,
      unit: '×',
      goal: null,
      better: 'more',
      detail: `${shown(theirs)} a second there; pairs ${ratios[0]?.toFixed(2)} to ${ratios.at(-1)?.toFixed(2)}`,
    });
  }
}
