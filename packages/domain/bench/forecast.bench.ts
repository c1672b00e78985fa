/**
 * The benchmark set of the M competitions: speed, side by side with R's `forecast` where it is installed, and
 * accuracy on published series. `node packages/domain/bench/forecast.bench.ts [FOLDER]`: the folder has
 * `Monthly-train.csv`, `Monthly-test.csv` and so on, as the M4 competition published them. Without a
 * folder all series of the tests are taken: M4 weekly and hourly, M3 monthly.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { mase, smape } from '../src/forecast/accuracy.ts';
import { METHODS } from '../src/forecast/methods.ts';
import { unpackSeries } from '../src/statistics/testing.ts';

type Set = { name: string; season: number; train: Float64Array[]; test: Float64Array[] };

/** As the M4 competition set them. */
const SEASONS: Record<string, number> = { Monthly: 12, Quarterly: 4, Hourly: 24 };
const MEASURED = [
  'naive2',
  'seasonal-naive',
  'ses',
  'holt',
  'damped',
  'theta',
  'comb',
  'ets',
] as const;
const PAIRS = 5;

function readSet(folder: string, name: string): Set {
  const read = (part: string) =>
    readFileSync(join(folder, `${name}-${part}.csv`), 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const cells = line.replaceAll('"', '').trim().split(',').slice(1);
        return Float64Array.from(cells.filter((cell) => cell !== '' && cell !== 'NA').map(Number));
      });
  return { name, season: SEASONS[name] ?? 1, train: read('train'), test: read('test') };
}

/** What the tests have: file, name, season, and how far ahead. */
const PACKED = [
  ['m4-weekly', 'M4 weekly', 1, 13],
  ['m4-hourly', 'M4 hourly', 24, 48],
  ['m3-monthly', 'M3 monthly', 12, 18],
] as const;

function packedSet([file, name, season, horizon]: (typeof PACKED)[number]): Set {
  const folder = join(import.meta.dirname, '../src/forecast/fixtures');
  const series = unpackSeries(brotliDecompressSync(readFileSync(join(folder, `${file}.br`))));
  return {
    name,
    season,
    train: series.map((values) => values.subarray(0, values.length - horizon)),
    test: series.map((values) => values.subarray(values.length - horizon)),
  };
}

/** Mean sMAPE that must be reached; for the others the table in the README says what was published. */
const GOALS: Record<string, Partial<Record<(typeof MEASURED)[number], number>>> = {
  'M3 monthly': { ets: 14, comb: 13.95, theta: 13.9 },
};

function accuracy({ name, season, train, test }: Set): void {
  console.log(`${name}: ${train.length} series, mean sMAPE / MASE`);
  for (const method of MEASURED) {
    // Automatic smoothing of a thousand values with a season of 24 takes minutes for all series.
    if (method === 'ets' && season > 12) continue;
    const began = performance.now();
    let [percent, scaled] = [0, 0];
    train.forEach((training, i) => {
      const actual = test[i] as Float64Array;
      const prediction = METHODS[method].predict(training, season, actual.length);
      const forecast = prediction?.means.map((mean) => Math.max(0, mean)) ?? [];
      percent += smape({ actual, forecast }) / train.length;
      scaled += (mase({ actual, forecast }, { training, season }) ?? 0) / train.length;
    });
    const perSecond = (1000 * train.length) / (performance.now() - began);
    const shown = `${percent.toFixed(3)} / ${scaled.toFixed(3)}`;
    console.log(`  ${method.padEnd(15)} ${shown.padEnd(16)} ${perSecond.toFixed(0)} series/s`);
    const goal = GOALS[name]?.[method];
    if (goal === undefined) continue;
    const value = Number(percent.toFixed(3));
    const detail = `${train.length} series, all`;
    const told = { name: `${name}, mean sMAPE of ${method}`, value, unit: '%', goal };
    console.log(JSON.stringify({ ...told, better: 'less', detail }));
  }
}

/** Seconds for Comb and Theta of every series. */
function ours({ season, train, test }: Set): number {
  const began = performance.now();
  train.forEach((values, i) => {
    const horizon = (test[i] as Float64Array).length;
    METHODS.comb.predict(values, season, horizon);
    METHODS.theta.predict(values, season, horizon);
  });
  return (performance.now() - began) / 1000;
}

/** The same in R: seasonal test and indices, then `ses`, `holt`, damped `holt`, and `ses` of the Theta line. */
const IN_R = `
suppressMessages(library(forecast))
args <- commandArgs(TRUE); m <- as.integer(args[2]); h <- as.integer(args[3])
all <- lapply(strsplit(readLines(args[1]), ","), function(v) ts(as.numeric(v), frequency = m))
seasonal <- function(x) {
  if (m < 2 || length(x) < 3 * m) return(FALSE)
  r <- acf(x, lag.max = m, plot = FALSE)$acf[-1]
  isTRUE(abs(r[m]) > 1.645 * sqrt((1 + 2 * sum(r[-m]^2)) / length(x)))
}
began <- proc.time()[["elapsed"]]
for (x in all) {
  if (seasonal(x)) x <- x / decompose(x, type = "multiplicative")$seasonal
  a <- ses(x, h = h)$mean; b <- holt(x, h = h)$mean; c <- holt(x, h = h, damped = TRUE)$mean
  line <- fitted(lm(x ~ seq_along(x)))
  d <- ses(ts(2 * x - line, frequency = m), h = h)$mean
}
cat(proc.time()[["elapsed"]] - began)
`;

function besideR(set: Set): void {
  if (spawnSync('Rscript', ['-e', 'library(forecast)'], { stdio: 'ignore' }).status !== 0) {
    console.log("R's forecast is not installed: no side by side.");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'openmops-bench-'));
  const file = join(folder, 'series.csv');
  const script = join(folder, 'bench.R');
  writeFileSync(file, set.train.map((values) => [...values].join(',')).join('\n'));
  writeFileSync(script, IN_R);
  const horizon = String(set.test[0]?.length ?? 18);
  const ratios: number[] = [];
  for (let pair = 0; pair < PAIRS; pair++) {
    const own = ours(set);
    const output = execFileSync('Rscript', [script, file, String(set.season), horizon], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    ratios.push(Number(output) / own);
  }
  rmSync(folder, { recursive: true });
  const sorted = ratios.toSorted((a, b) => a - b);
  const value = Number((sorted[Math.floor(PAIRS / 2)] as number).toFixed(1));
  const detail = `${set.train.length} monthly series (${set.name}), ${PAIRS} pairs, ${sorted[0]?.toFixed(1)} to ${sorted.at(-1)?.toFixed(1)}`;
  const name = "forecast benchmark set, times faster than R's forecast";
  console.log(JSON.stringify({ name, value, unit: '×', goal: 5, better: 'more', detail }));
}

// NAME=VALUE is for other benches of the same run.
const folder = process.argv.slice(2).find((word) => !word.includes('='));
const names = folder
  ? readdirSync(folder).flatMap((file) => /^(\w+)-train\.csv$/.exec(file)?.[1] ?? [])
  : [];
const sets = folder
  ? names
      .filter((name) => existsSync(join(folder, `${name}-test.csv`)))
      .map((name) => readSet(folder, name))
  : PACKED.map(packedSet);
for (const set of sets) accuracy(set);
const monthly = sets.find(({ season }) => season === 12) ?? packedSet(PACKED[2]);
const first = { ...monthly, train: monthly.train.slice(0, 100), test: monthly.test.slice(0, 100) };
console.log(`Comb and Theta: ${(first.train.length / ours(first)).toFixed(0)} series/s`);
besideR(first);
