/**
 * Packs published series into the fixtures of the tests: `node packages/domain/scripts/pack-series.ts M NAB`. M has
 * `Weekly-train.csv`, `Weekly-test.csv` and so on (as the M4 competition published them, those of M3 as `Monthly-…`),
 * NAB is a checkout of github.com/numenta/NAB. Runs once in years; what is written is in the repository.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const [competitions = '.', benchmark = '.'] = process.argv.slice(2);
const ROOMS = join(import.meta.dirname, '../src');

/** Significant digits of the largest value: more would be longer and change no score in its third decimal. */
const SETS = { 'm4-weekly': 5, 'm4-hourly': 6, 'm3-monthly': 6 } as const;
const NAMES = { 'm4-weekly': 'Weekly', 'm4-hourly': 'Hourly', 'm3-monthly': 'Monthly' } as const;

function readRows(file: string): number[][] {
  const lines = readFileSync(join(competitions, file), 'utf8').trim().split('\n').slice(1);
  return lines.map((line) => {
    const cells = line.replaceAll('"', '').trim().split(',').slice(1);
    return cells.filter((cell) => cell !== '' && cell !== 'NA').map(Number);
  });
}

/** How many decimals a number has, at most 12. */
function decimalsOf(value: number): number {
  let count = 0;
  while (count < 12 && Number(value.toFixed(count)) !== value) count++;
  return count;
}

const mostDecimals = (values: number[]) =>
  values.reduce((most, value) => Math.max(most, decimalsOf(value)), 0);

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) + 128);
  return [...bytes, left];
}

function packed(values: number[], decimals: number): number[] {
  const whole = values.map((value) => Math.round(value * 10 ** decimals));
  const steps = whole.map((value, i) => value - (whole[i - 1] ?? 0));
  const codes = steps.map((step) => (step < 0 ? -2 * step - 1 : 2 * step));
  return [decimals, values.length, ...codes].flatMap(varint);
}

function write(file: string, bytes: number[]): void {
  const data = Uint8Array.from(bytes);
  const params = {
    [constants.BROTLI_PARAM_SIZE_HINT]: data.length,
    [constants.BROTLI_PARAM_LGWIN]: 24,
  };
  const small = brotliCompressSync(data, { params });
  writeFileSync(join(ROOMS, file), small);
  console.log(`${file}: ${small.length} bytes`);
}

for (const [set, digits] of Object.entries(SETS) as [keyof typeof SETS, number][]) {
  const name = NAMES[set];
  const ends = readRows(`${name}-test.csv`);
  const bytes = readRows(`${name}-train.csv`).flatMap((values, i) => {
    const all = [...values, ...(ends[i] ?? [])];
    const magnitude = Math.floor(Math.log10(Math.max(...all.map(Math.abs), 1)));
    return packed(all, Math.max(0, Math.min(mostDecimals(all), digits - 1 - magnitude)));
  });
  write(`forecast/fixtures/${set}.br`, bytes);
}

const labels: Record<string, [string, string][]> = JSON.parse(
  readFileSync(join(benchmark, 'labels/combined_windows.json'), 'utf8'),
);
const bytes = Object.entries(labels).flatMap(([file, windows]) => {
  const lines = readFileSync(join(benchmark, 'data', file), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  const rows = lines.map((line) => line.trim().split(','));
  const times = rows.map(([time]) => time?.slice(0, 19));
  const values = rows.map(([, value]) => Number(Number(value).toPrecision(4)));
  const ends = windows.flat().map((time) => times.indexOf(time.slice(0, 19)));
  return [...packed(values, mostDecimals(values)), ...packed(ends, 0)];
});
write('anomaly/fixtures/nab.br', bytes);
