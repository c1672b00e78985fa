/**
 * The stream detector on the Numenta Anomaly Benchmark: `node packages/domain/bench/anomaly.bench.ts FOLDER`, a
 * checkout of github.com/numenta/NAB (data and labels are read, nothing else). Scores follow the published
 * rules (Lavin & Ahmad 2015, arXiv:1510.03336): each window counts once, by how early it is found; alerts
 * outside cost by how far they lie behind a window; the first 15 % are not scored; one threshold for all
 * series; 0 is silence, 100 is perfect. Without a folder only speed is measured, on a made series.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detectStream } from '../src/anomaly/index.ts';
import { seededRandom } from '../src/shared/index.ts';

type Series = { values: Float64Array; windows: [from: number, to: number][] };
type Profile = { falseAlert: number; missed: number };

const PROFILES: Record<string, Profile> = {
  standard: { falseAlert: 0.11, missed: 1 },
  'few false alerts': { falseAlert: 0.22, missed: 1 },
  'few misses': { falseAlert: 0.11, missed: 2 },
};
const GOALS: Record<string, number> = { standard: 65, 'few false alerts': 54 };

function readSeries(folder: string): Series[] {
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

/** From 1 (early in the window) over 0 (its end) to -1 (far behind it). */
const worth = (place: number) => (place > 3 ? -1 : 2 / (1 + Math.exp(5 * place)) - 1);

type Point = { score: number; window: number; weight: number };

/** What an alert at each value would be worth; `window` is -1 outside. */
function pointsOf({ values, windows }: Series, scores: number[], firstWindow: number): Point[] {
  const skip = Math.min(Math.floor(0.15 * values.length), 750);
  const points: Point[] = [];
  let next = 0;
  scores.forEach((score, i) => {
    while (next < windows.length && i > (windows[next]?.[1] ?? 0)) next++;
    if (i < skip) return;
    const [from = 0, to = 0] = windows[next] ?? [];
    if (next < windows.length && i >= from) {
      const place = -(to - i + 1) / (to - from + 1);
      points.push({ score, window: firstWindow + next, weight: worth(place) / worth(-1) });
      return;
    }
    const behind = windows[next - 1];
    const weight = behind ? worth((i - behind[1]) / (behind[1] - behind[0])) : -1;
    points.push({ score, window: -1, weight });
  });
  return points;
}

function scoreOf(points: Point[], windows: number, { falseAlert, missed }: Profile): number {
  const sorted = points.toSorted((a, b) => b.score - a.score);
  const found = new Map<number, number>();
  const silence = -missed * windows;
  let [sum, best] = [silence, silence];
  sorted.forEach(({ score, window, weight }, i) => {
    const before = found.get(window) ?? -missed;
    if (window < 0) sum += weight * falseAlert;
    else if (weight > before) {
      sum += weight - before;
      found.set(window, weight);
    }
    if (sorted[i + 1]?.score !== score) best = Math.max(best, sum);
  });
  return (100 * (best - silence)) / (windows - silence);
}

// NAME=VALUE is for other benches of the same run.
const folder = process.argv.slice(2).find((word) => !word.includes('='));
const series = folder ? readSeries(folder) : [{ values: made(365_000), windows: [] }];
const began = performance.now();
const scores = series.map(({ values }) => detectStream(values).map(({ score }) => score));
const seconds = (performance.now() - began) / 1000;
const count = series.reduce((sum, { values }) => sum + values.length, 0);
console.log(`${series.length} series, ${count} values: ${seconds.toFixed(2)} s`);
if (folder) {
  let windows = 0;
  const points = series.flatMap((one, i) => {
    const all = pointsOf(one, scores[i] ?? [], windows);
    windows += one.windows.length;
    return all;
  });
  for (const [name, profile] of Object.entries(PROFILES)) {
    const value = Number(scoreOf(points, windows, profile).toFixed(2));
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
