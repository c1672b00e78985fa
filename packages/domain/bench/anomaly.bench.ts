/**
 * The stream detector on the Numenta Anomaly Benchmark: `node packages/domain/bench/anomaly.bench.ts FOLDER`, a
 * checkout of github.com/numenta/NAB (data and labels are read, nothing else). Its tests score the same series with
 * fewer digits. Without a folder only speed is measured, on a made series.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectStream } from '../src/anomaly/index.ts';
import { type NabSeries, nabScores } from '../src/anomaly/testing.ts';
import { seededRandom } from '../src/shared/index.ts';

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
const series: NabSeries[] = folder ? readSeries(folder) : [{ values: made(365_000), windows: [] }];
const began = performance.now();
const scores = new Map(
  series.map(({ values }) => [values, detectStream(values).map(({ score }) => score)]),
);
const seconds = (performance.now() - began) / 1000;
const count = series.reduce((sum, { values }) => sum + values.length, 0);
console.log(`${series.length} series, ${count} values: ${seconds.toFixed(2)} s`);
if (folder) {
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
}

function made(length: number): Float64Array {
  const random = seededRandom(1);
  return Float64Array.from({ length }, (_, t) => Math.sin(t / 46) + random());
}
