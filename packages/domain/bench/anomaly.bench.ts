/**
 * The stream detector on the Numenta Anomaly Benchmark: `node packages/domain/bench/anomaly.bench.ts FOLDER`, a
 * checkout of github.com/numenta/NAB (data and labels are read, nothing else). Without a folder the same series are
 * taken from the tests, with four digits.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { detectStream } from '../src/anomaly/index.ts';
import { type NabSeries, nabScores, nabSeries } from '../src/anomaly/testing.ts';
import { unpackSeries } from '../src/statistics/testing.ts';

const GOALS: Record<string, number> = { standard: 65, 'few false alerts': 54 };

function readSeries(folder: string): NabSeries[] {
  const labels = JSON.parse(readFileSync(join(folder, 'labels/combined_windows.json'), 'utf8'));
  return Object.entries(labels as Record<string, [string, string][]>).map(([file, windows]) => {
    const lines = readFileSync(join(folder, 'data', file), 'utf8')
      .trim()
      .split('\n')
      .slice(1);
    const rows = lines.map((line) => line.trim().split(','));
    const times = rows.map(([time]) => time?.slice(0, 19));
    const at = (time: string) => times.indexOf(time.slice(0, 19));
    return {
      values: Float64Array.from(rows, ([, value]) => Number(value)),
      windows: windows.map(([from, to]) => [at(from), at(to)]),
    };
  });
}

// NAME=VALUE is for other benches of the same run.
const folder = process.argv.slice(2).find((word) => !word.includes('='));
const packed = join(import.meta.dirname, '../src/anomaly/fixtures/nab.br');
const series = folder
  ? readSeries(folder)
  : nabSeries(unpackSeries(brotliDecompressSync(readFileSync(packed))));
const began = performance.now();
const scores = new Map(
  series.map(({ values }) => [values, detectStream(values).map(({ score }) => score)]),
);
const seconds = (performance.now() - began) / 1000;
const count = series.reduce((sum, { values }) => sum + values.length, 0);
console.log(`${series.length} series, ${count} values: ${seconds.toFixed(2)} s`);
for (const [name, score] of Object.entries(
  nabScores(series, (values) => scores.get(values) ?? []),
)) {
  const value = Number(score.toFixed(2));
  const goal = GOALS[name];
  if (goal === undefined) console.log(`${name}: ${value}`);
  else
    console.log(
      JSON.stringify({ name: `NAB, ${name}`, value, unit: 'of 100', goal, better: 'more' }),
    );
}
