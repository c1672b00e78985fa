import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MopsError } from '../shared/index.ts';
import { coverage, mase, msis, smape } from './accuracy.ts';

const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const pairs = fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 12 });
const runs = { numRuns: 1000 };

describe('accuracy', () => {
  it('sMAPE lies between 0 and 200 and knows no direction', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const actual = list.map(([a]) => a);
        const forecast = list.map(([, f]) => f);
        const value = smape({ actual, forecast });
        const swapped = smape({ actual: forecast, forecast: actual });
        return value >= 0 && value <= 200 + 1e-9 && Math.abs(value - swapped) < 1e-9;
      }),
      runs,
    );
  });

  it('MASE does not depend on the unit', () => {
    const training = fc.array(fc.integer({ min: -1000, max: 1000 }), {
      minLength: 5,
      maxLength: 12,
    });
    fc.assert(
      fc.property(training, pairs, fc.integer({ min: 1, max: 1000 }), (past, list, unit) => {
        const actual = list.map(([a]) => a);
        const forecast = list.map(([, f]) => f);
        const plain = mase({ actual, forecast }, { training: past, season: 2 });
        const times = (values: number[]) => values.map((value) => value * unit);
        const scaled = mase(
          { actual: times(actual), forecast: times(forecast) },
          { training: times(past), season: 2 },
        );
        if (plain === null || scaled === null) return plain === scaled;
        return Math.abs(plain - scaled) <= 1e-9 * (1 + plain);
      }),
      runs,
    );
  });

  it('the seasonal naive forecast of its own training part has MASE 1', () => {
    const training = [3, 8, 4, 9, 7, 12];
    const actual = training.slice(2);
    const forecast = training.slice(0, -2);
    expect(mase({ actual, forecast }, { training, season: 2 })).toBeCloseTo(1, 12);
  });

  it('an interval score is its width, and twenty times what it missed at 90 %', () => {
    const training = [0, 1];
    const bounds = { actual: [5], lower: [1], upper: [4] };
    expect(msis(bounds, { training, season: 1, level: 0.9 })).toBeCloseTo(3 + 20, 9);
    expect(coverage({ actual: [1, 4, 5], lower: [1, 1, 1], upper: [4, 4, 4] })).toBeCloseTo(
      2 / 3,
      12,
    );
  });

  it('has no scale where nothing changes, and refuses what does not match', () => {
    const same = { actual: [5], forecast: [5] };
    expect(mase(same, { training: [5, 5, 5], season: 1 })).toBeNull();
    expect(mase(same, { training: [5, 6], season: 12 })).toBeNull();
    expect(() => smape({ actual: [], forecast: [] })).toThrow(MopsError);
    expect(() => coverage({ actual: [1], lower: [0, 0], upper: [1] })).toThrow(MopsError);
    expect(() =>
      msis({ actual: [1], lower: [0], upper: [1] }, { training: [1, 2], season: 1, level: 1 }),
    ).toThrow(MopsError);
  });
});
