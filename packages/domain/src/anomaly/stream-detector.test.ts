import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MopsError, seededRandom } from '../shared/index.ts';
import { EXCHANGE_3_CPM, EXCHANGE_3_WINDOW } from './fixtures/exchange-3-cpm.ts';
import { createStreamDetector, detectStream } from './stream-detector.ts';

describe('stream detector', () => {
  it('finds the labelled week of an ad exchange, and nothing else', () => {
    const scores = detectStream(EXCHANGE_3_CPM);
    const alerts = scores.flatMap(({ alert }, i) => (alert ? [i] : []));
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toBeGreaterThanOrEqual(EXCHANGE_3_WINDOW.from);
    expect(alerts[0]).toBeLessThanOrEqual(EXCHANGE_3_WINDOW.to);
  });

  it('never looks ahead: what comes later changes nothing', () => {
    const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });
    const series = fc.array(value, { minLength: 12, maxLength: 40 });
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 40 }), (values, cut) => {
        const options = { learn: 6, short: 2, long: 10 };
        const whole = detectStream(values, options).slice(0, cut);
        const part = detectStream(values.slice(0, cut), options);
        return part.every(({ score }, i) => score === whole[i]?.score && score >= 0 && score <= 1);
      }),
      { numRuns: 1000 },
    );
  });

  it('does not depend on the unit', () => {
    const series = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(series, fc.constantFrom(0.125, 8, 1024), (values, unit) => {
        const options = { learn: 6, short: 2, long: 10 };
        const plain = detectStream(values, options);
        const scaled = detectStream(
          values.map((value) => value * unit),
          options,
        );
        return plain.every(({ score }, i) => Math.abs(score - (scaled[i]?.score ?? -1)) < 1e-6);
      }),
      { numRuns: 1000 },
    );
  });

  it('tells one event once', () => {
    const random = seededRandom(2);
    const values = Array.from(
      { length: 2000 },
      (_, t) => (t >= 1500 && t < 1510 ? 50 : 0) + random(),
    );
    const alerts = detectStream(values).flatMap(({ alert }, i) => (alert ? [i] : []));
    expect(alerts).toEqual([1500]);
  });

  it('keeps its sums over many values and far from zero', () => {
    const random = seededRandom(9);
    const push = createStreamDetector({ learn: 100, short: 4, long: 50 });
    let last = push(1e9);
    for (let t = 0; t < 20_000; t++) last = push(1e9 + random());
    const [low, high] = last.expected ?? [0, 0];
    expect(low).toBeGreaterThan(1e9 - 1);
    expect(high).toBeLessThan(1e9 + 2);
  });

  it('is silent on what never moves, and on gaps', () => {
    expect(detectStream(new Array(200).fill(5)).every(({ score }) => score === 0)).toBe(true);
    const withGaps = Array.from({ length: 100 }, (_, t) => (t % 10 ? t % 3 : null));
    expect(detectStream(withGaps)).toHaveLength(100);
    expect(detectStream([])).toEqual([]);
  });

  it('refuses what is no number, and windows that are none', () => {
    expect(() => detectStream([1, Number.NaN])).toThrow(MopsError);
    expect(() => createStreamDetector({ learn: 1 })).toThrow(MopsError);
    expect(() => createStreamDetector({ learn: 10, short: 50, long: 20 })).toThrow(MopsError);
    expect(() => createStreamDetector({ learn: 10, short: 0 })).toThrow(MopsError);
  });
});
