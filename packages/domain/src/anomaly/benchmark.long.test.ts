import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { unpackSeries } from '../statistics/testing.ts';
import { detectStream } from './index.ts';
import { nabScores, nabSeries } from './testing.ts';

// All 58 series of the Numenta Anomaly Benchmark v1.1 with their windows (README: source and licence), values with
// four significant digits.
const file = join(import.meta.dirname, 'fixtures/nab.br');
const series = nabSeries(unpackSeries(brotliDecompressSync(readFileSync(file))));

it('scores 65 of 100 or more in the benchmark, 54 where false alerts cost double', () => {
  expect(series.length).toBe(58);
  expect(series.flatMap(({ values }) => [...values]).length).toBe(365_558);
  const seen = nabScores(series, (values) => detectStream(values).map(({ score }) => score));
  expect(seen.standard).toBeGreaterThanOrEqual(65);
  expect(seen['few false alerts']).toBeGreaterThanOrEqual(54);
  expect(seen['few misses']).toBeGreaterThanOrEqual(65);
});

it('is scored as the board scores: silence is 0, and finding each window at once is 100', () => {
  const silent = nabScores(series, (values) => [...values].map(() => 0));
  expect(silent.standard).toBe(0);
  const perfect = series.map(({ values, windows }) =>
    [...values].map((_, i) => (windows.some(([from]) => from === i) ? 1 : 0)),
  );
  let next = 0;
  expect(nabScores(series, () => perfect[next++] ?? []).standard).toBeCloseTo(100, 1);
});
