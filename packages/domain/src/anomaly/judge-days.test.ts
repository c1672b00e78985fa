import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MopsError, seededRandom } from '../shared/index.ts';
import { judgeDays } from './judge-days.ts';
import type { KpiSeries } from './kpi-series.ts';
import { noiseOf } from './noise.ts';

const random = seededRandom(4);
const week = [1.2, 1.1, 1, 1, 0.9, 0.6, 0.5];
const inWeek = (t: number) => week[t % 7] as number;
const spend = Array.from({ length: 120 }, (_, t) => 1000 * inWeek(t) * (0.97 + 0.06 * random()));
const amounts = (values: (number | null)[]): KpiSeries => ({
  id: 'spend',
  kind: 'amount',
  from: 20_000,
  values,
});
const strange = (judged: ReturnType<typeof judgeDays>) =>
  judged.flatMap((day, t) => (day?.anomalous ? [t] : []));

describe('judgeDays', () => {
  it('finds the day that fell, with what was expected of that weekday', () => {
    const values = spend.map((value, t) => (t === 100 ? value / 2 : value));
    const judged = judgeDays(amounts(values));
    expect(strange(judged)).toEqual([100]);
    const day = judged[100];
    expect(day?.day).toBe(20_100);
    expect(day?.mean).toBeGreaterThan(0.9 * 1000 * inWeek(100));
    expect(day?.expected[0]).toBeGreaterThan(day?.value ?? 0);
    expect(day?.gain).toBeLessThan(0);
    expect(day?.score).toBeGreaterThan(0.5);
  });

  it('says nothing of a quiet weekend', () => {
    expect(strange(judgeDays(amounts(spend)))).toEqual([]);
  });

  it('takes a new level for granted after a week', () => {
    const values = spend.map((value, t) => (t >= 80 ? value * 0.6 : value));
    const found = strange(judgeDays(amounts(values)));
    expect(found[0]).toBe(80);
    expect(found.length).toBeLessThanOrEqual(8);
  });

  it('leaves out what is not over, and holidays', () => {
    const values = spend.map((value, t) => (t === 100 || t === 119 ? 10 : value));
    const options = { watermark: 20_119, holidays: [20_100] };
    const judged = judgeDays(amounts(values), options);
    expect(judged).toHaveLength(119);
    expect(judged[100]).toBeNull();
    expect(strange(judged)).toEqual([]);
  });

  it('steps over gaps', () => {
    const values = spend.map((value, t) => (t % 11 === 5 ? null : value));
    const judged = judgeDays(amounts(values));
    expect(judged[93]).toBeNull();
    expect(strange(judged)).toEqual([]);
  });
});

describe('small samples', () => {
  it('two of three conversions are never an alert', () => {
    const noise = noiseOf('ratio', []);
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, (rate) => Math.abs(noise.distance(2, rate, 3)) < 3.5),
      { numRuns: 1000 },
    );
    for (const rate of [0, 0.001, 0.02]) {
      const sizes = Array.from({ length: 80 }, (_, t) => (t === 79 ? 3 : 200));
      const values = sizes.map((size, t) => (t === 79 ? 2 : Math.round(size * rate)));
      const series: KpiSeries = { id: 'rate', kind: 'ratio', from: 0, values, denominators: sizes };
      const judged = judgeDays(series).at(-1);
      expect(judged?.anomalous).toBe(false);
      expect(judged?.score).toBeLessThan(0.5);
    }
  });

  it('counts of Poisson noise raise fewer alerts than one in five hundred days', () => {
    let [days, alerts] = [0, 0];
    for (const level of [0.4, 3, 40]) {
      for (let run = 0; run < 3; run++) {
        const values = Array.from({ length: 150 }, (_, t) => poisson(level * inWeek(t)));
        const judged = judgeDays({ id: 'leads', kind: 'count', from: 0, values });
        days += judged.filter((day) => day !== null).length;
        alerts += strange(judged).length;
      }
    }
    expect(days).toBeGreaterThan(900);
    expect(alerts / days).toBeLessThan(1 / 500);
  });

  it('a day without leads stands out where there are always forty', () => {
    const values = Array.from({ length: 90 }, (_, t) => (t === 89 ? 0 : poisson(40)));
    expect(strange(judgeDays({ id: 'leads', kind: 'count', from: 0, values }))).toContain(89);
  });

  it('a share that doubles stands out where the sample carries it', () => {
    const denominators = Array.from({ length: 90 }, () => 5000);
    const values = denominators.map((size, t) =>
      Math.round(size * (t === 89 ? 0.06 : 0.03) + 5 * random()),
    );
    const judged = judgeDays({ id: 'rate', kind: 'ratio', from: 0, values, denominators });
    expect(strange(judged)).toEqual([89]);
    expect(judged[89]?.value).toBeCloseTo(0.06, 3);
    expect(judged[89]?.expected[1]).toBeLessThan(0.05);
    expect(judged[89]?.gain).toBeGreaterThan(100);
  });
});

describe('any series', () => {
  it('gives finite numbers and scores from 0 to 1', () => {
    const value = fc.option(fc.integer({ min: 0, max: 60 }), { nil: null });
    const kinds = fc.constantFrom('amount' as const, 'count' as const);
    fc.assert(
      fc.property(fc.array(value, { minLength: 18, maxLength: 20 }), kinds, (values, kind) => {
        const judged = judgeDays({ id: 'x', kind, from: 0, values }, { season: 1, threshold: 2 });
        return judged.every((day) => {
          if (day === null) return true;
          const numbers = [day.mean, day.z, day.gain, day.score, ...day.expected];
          const inOrder = day.expected[0] <= day.mean && day.mean <= day.expected[1];
          return numbers.every(Number.isFinite) && day.score >= 0 && day.score <= 1 && inOrder;
        });
      }),
      { numRuns: 60 },
    );
  });

  it('scales noise there and back', () => {
    const kinds = fc.constantFrom('count' as const, 'ratio' as const, 'amount' as const);
    const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(kinds, share, fc.integer({ min: 30, max: 5000 }), (kind, mean, size) => {
        const noise = noiseOf(kind, [1]);
        const level = kind === 'ratio' ? mean : mean * size;
        const far = kind === 'amount' ? 0.3 : 2;
        const [low, high] = noise.ends(level, far, size);
        const asSeen = (value: number) =>
          kind === 'ratio' ? value * (size + 3 / 4) - 3 / 8 : value;
        const above = noise.distance(asSeen(high), level, size);
        const below = noise.distance(asSeen(low), level, size);
        const reached = (distance: number, end: boolean) => end || Math.abs(distance - far) < 1e-6;
        return (
          low <= level &&
          level <= high &&
          reached(above, high > 0.999) &&
          reached(-below, low < 0.001)
        );
      }),
      { numRuns: 1000 },
    );
  });

  it.each<[string, Partial<KpiSeries>]>([
    ['NaN', { values: [1, Number.NaN, 2, 3] }],
    ['negative counts', { kind: 'count', values: [1, -1, 2, 3] }],
    ['nothing', { values: [] }],
    ['a ratio without its denominators', { kind: 'ratio' }],
    ['denominators of no ratio', { denominators: [1, 2, 3, 4] }],
    ['more than all', { kind: 'ratio', values: [1, 2, 3, 4], denominators: [1, 2, 2, 4] }],
  ])('refuses %s', (_, part) => {
    const series: KpiSeries = { id: 'x', kind: 'amount', from: 0, values: [1, 2, 3, 4], ...part };
    expect(() => judgeDays(series)).toThrow(MopsError);
  });
});

function poisson(mean: number): number {
  let count = 0;
  for (let left = Math.exp(mean) * random(); left > 1 && count < 1000; count++) left *= random();
  return count;
}
