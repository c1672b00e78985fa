/**
 * Automatic exponential smoothing and robust STL beside augurs (WebAssembly) and statsmodels where they are
 * found: `node packages/domain/bench/forecast-others.bench.ts [REFERENCES=FOLDER]`. 100 made monthly series of 120 values.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { autoEts } from '../src/forecast/auto-ets.ts';
import { METHODS } from '../src/forecast/methods.ts';
import { seededRandom } from '../src/shared/index.ts';
import { compare, findPackage, findPython, report, seconds } from './side-by-side.ts';

const COUNT = 100;
const random = seededRandom(9);
const series = Array.from({ length: COUNT }, () => {
  const shape = Array.from({ length: 12 }, () => 0.8 + 0.4 * random());
  let level = 100 + 1000 * random();
  return Float64Array.from({ length: 120 }, (_, t) => {
    level *= 1 + 0.06 * (random() - 0.48);
    return level * (shape[t % 12] as number) * (0.97 + 0.06 * random());
  });
});

const ets = () =>
  seconds(() => {
    for (const values of series) autoEts(values, 12);
  });
ets();
report({
  name: 'series a second by automatic exponential smoothing',
  value: COUNT / ets(),
  unit: '1/s',
  goal: 100,
  better: 'more',
});

type Augurs = {
  AutoETS: new (
    season: number,
    spec: string,
  ) => { fit(y: Float64Array): void; predict(h: number): unknown };
};
const augurs = await findPackage<Augurs & { initSync?: (input: object) => void }>(
  '@bsull/augurs/ets',
);
if (augurs) {
  const given = process.argv.find((word) => word.startsWith('REFERENCES='))?.slice(11);
  const { readFileSync } = await import('node:fs');
  const at = createRequire(join(given ?? import.meta.dirname, 'bench.js')).resolve(
    '@bsull/augurs/ets',
  );
  augurs.initSync?.({ module: readFileSync(at.replace(/ets\.js$/, 'ets_bg.wasm')) });
  const theirs = () =>
    seconds(() => {
      for (const values of series) {
        const model = new augurs.AutoETS(12, 'ZZZ');
        model.fit(values);
        model.predict(18);
      }
    });
  await compare('automatic exponential smoothing, times faster than augurs', null, {
    ours: ets,
    theirs,
  });
}

const python = findPython('statsmodels');
if (python) {
  const folder = mkdtempSync(join(tmpdir(), 'openmops-bench-'));
  const file = join(folder, 'series.csv');
  writeFileSync(file, series.map((values) => [...values].join(',')).join('\n'));
  const script = `
import sys, time, warnings, numpy as np
warnings.simplefilter("ignore")
from statsmodels.tsa.forecasting.theta import ThetaModel
all = [np.array([float(v) for v in line.split(",")]) for line in open(sys.argv[1])]
began = time.perf_counter()
for y in all:
    ThetaModel(y, period=12, method="multiplicative").fit().forecast(18)
print(time.perf_counter() - began)
`;
  const theirs = () => Number(python(script, file).trim());
  const ours = () =>
    seconds(() => {
      for (const values of series) METHODS.theta.predict(values, 12, 18);
    });
  await compare('Theta, times faster than statsmodels', 5, { ours, theirs });
  rmSync(folder, { recursive: true });
}
